/* A chart is drawn from the table it stands under: the table is the figure, the chart a second look.
 * ECharts is fetched when the first chart is opened. */
(function () {
  "use strict";
  var tones = ["--green", "--leaf", "--amber", "--slate", "--line"];
  var waiting = null;

  function tone(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  function library(source) {
    waiting = waiting || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = source;
      script.onload = function () { resolve(window.echarts); };
      script.onerror = function () { waiting = null; reject(new Error(source)); };
      document.head.appendChild(script);
    });
    return waiting;
  }

  function read(table) {
    var heads = Array.prototype.slice.call(table.querySelectorAll("thead th[data-series]"));
    var rows = Array.prototype.slice.call(table.querySelectorAll("tbody tr"));
    return {
      names: rows.map(function (row) { return row.querySelector("th").textContent.trim(); }),
      series: heads.map(function (head) {
        var at = head.cellIndex;
        return { name: head.dataset.series, values: rows.map(function (row) { return Number(row.cells[at].dataset.value); }) };
      })
    };
  }

  function draw(echarts, place, table) {
    var told = read(table);
    var ink = tone("--ink");
    var chart = echarts.getInstanceByDom(place) || echarts.init(place, null, { renderer: "svg" });
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.style.height = 96 + told.names.length * 40 + "px";
    chart.resize();
    chart.setOption({
      animation: !still, animationDuration: 150,
      textStyle: { fontFamily: tone("--faces"), color: ink },
      grid: { left: 8, right: 24, top: 48, bottom: 8, containLabel: true },
      legend: { top: 8, left: 8, textStyle: { color: ink }, itemWidth: 14, itemHeight: 14, selectedMode: false },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText" },
      xAxis: { type: "value", minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: tone("--line") } } },
      yAxis: { type: "category", inverse: true, data: told.names, axisLabel: { color: ink }, axisTick: { show: false }, axisLine: { lineStyle: { color: tone("--line") } } },
      series: told.series.map(function (one, at) {
        return {
          name: one.name, type: "bar", stack: "all", barWidth: 18, data: one.values.map(function (value) { return value || "-"; }),
          itemStyle: { color: tone(tones[at]) },
          emphasis: { disabled: true }
        };
      })
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("details[data-chart]"), function (box) {
    var place = box.querySelector(".chart");
    var table = document.getElementById(box.dataset.chart);
    function open() {
      if (!box.open) return;
      library(box.dataset.library).then(function (echarts) {
        draw(echarts, place, table);
        window.addEventListener("resize", function () { draw(echarts, place, table); });
      }, function () { place.textContent = box.dataset.failed; });
    }
    box.addEventListener("toggle", open);
    // On a desk there is room; on a phone the table comes first and the line may be slow.
    if (window.matchMedia("(min-width: 64em)").matches) box.open = true;
    open();
  });
})();
