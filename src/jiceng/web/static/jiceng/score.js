/* 打分: nothing typed is lost. Every keystroke is kept in localStorage until the server has confirmed that content.
 * htmx sends an item when it changes; what fails is sent again on `online` and by a timer. Engines of 2019 read this. */
(function () {
  "use strict";
  var form = document.querySelector("[data-sheet]");
  document.documentElement.className += " js";
  if (!form) return;
  var say = form.dataset;
  var failures = 0;
  var timer = 0;

  function key(item) { return "jiceng:" + say.sheet + ":" + item.dataset.item; }
  function keep(name, value) { try { if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, value); } catch (full) { /* private mode */ } }
  function kept(name) { try { return JSON.parse(localStorage.getItem(name)); } catch (broken) { return null; } }
  function all() { return Array.from(form.querySelectorAll("[data-item]")); }
  function seen(item) { return item.querySelector("[name^='seen:']"); }
  function fields(item) { return Array.from(item.querySelectorAll("[data-part]")); }

  function content(item) {
    var told = {};
    fields(item).forEach(function (field) { told[field.dataset.part] = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.trim(); });
    return told;
  }
  function now(item) { return JSON.stringify(content(item)); }
  function fill(item, told) {
    fields(item).forEach(function (field) {
      var value = told[field.dataset.part];
      if (value === undefined) return;
      if (field.type === "checkbox") field.checked = value === field.value; else field.value = value;
    });
    unfold(item);
  }
  function unfold(item) {
    var reason = item.querySelector(".reason");
    var value = content(item).value;
    if (reason) reason.classList.toggle("folded", value === "" || value === "0" || value === undefined);
  }
  function words(item, text) {
    var place = item.querySelector(".state");
    var line = place.querySelector(".words");
    if (!line) { place.insertAdjacentHTML("afterbegin", '<span class="words"></span> '); line = place.querySelector(".words"); }
    line.textContent = text;
  }
  function typed(item) {
    var told = content(item);
    var draft = kept(key(item)) || {};
    keep(key(item), JSON.stringify({ told: told, sent: draft.sent || [], seen: seen(item).value }));
    item.classList.add("unsaved");
    words(item, say.unsaved);
    unfold(item);
  }
  function send(item) { if (window.htmx) window.htmx.trigger(item, "send"); }
  function unsaved() { return all().filter(function (item) { return item.classList.contains("unsaved"); }); }

  function retry() {
    clearTimeout(timer);
    unsaved().forEach(function (item) { if (!item.dataset.refused) send(item); });
  }
  function later() {
    clearTimeout(timer);
    failures = Math.min(failures + 1, 6);
    timer = setTimeout(retry, 1000 * Math.pow(2, failures));
  }

  form.addEventListener("input", function (event) {
    var item = event.target.closest("[data-item]");
    if (!item || !event.target.dataset.part) return;
    delete item.dataset.refused;
    typed(item);
  });
  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-by],[data-use]");
    if (!button) return;
    var item = button.closest("[data-item]");
    delete item.dataset.refused;
    if (button.dataset.use) { // two people at once: theirs, or mine once more with their version seen
      if (button.dataset.use === "theirs") fill(item, JSON.parse(button.dataset.theirs));
      seen(item).value = button.dataset.seen;
    } else {
      var field = item.querySelector("[data-part=value]");
      field.value = Math.max(0, (parseInt(field.value, 10) || 0) + Number(button.dataset.by)) || "";
    }
    typed(item);
    send(item);
  });

  // What may have arrived unanswered goes along: one's own words are no conflict.
  document.body.addEventListener("htmx:configRequest", function (event) {
    var item = event.target.closest("[data-item]");
    if (!item) return;
    // Nothing new to say, or a person must answer first.
    if (!item.classList.contains("unsaved") || item.dataset.refused) { event.preventDefault(); return; }
    var draft = kept(key(item)) || { sent: [] };
    event.detail.parameters.append("sent", JSON.stringify(draft.sent));
    draft.sent = draft.sent.concat([content(item)]).slice(-5);
    item.sending = now(item);
    keep(key(item), JSON.stringify(draft));
  });
  document.body.addEventListener("htmx:afterRequest", function (event) {
    var item = event.target.closest("[data-item]");
    if (!item) return;
    var status = event.detail.xhr.status;
    if (!event.detail.successful) {
      item.classList.add("unsaved");
      words(item, status === 401 || status === 403 ? say.signedOut : say.unsaved);
      later();
      return;
    }
    failures = 0;
    if (item.sending !== now(item)) { // something was typed meanwhile
      typed(item);
      send(item);
    } else if (event.detail.xhr.getResponseHeader("X-Line") === "saved") {
      keep(key(item), null);
      item.classList.remove("unsaved");
    } else {
      item.dataset.refused = "1";
    }
  });
  window.addEventListener("online", function () { failures = 0; retry(); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) retry(); });
  window.addEventListener("beforeunload", function (event) {
    if (!unsaved().length || form.leaving) return;
    event.preventDefault();
    event.returnValue = say.leaving;
  });
  form.addEventListener("submit", function () { form.leaving = true; });

  window.addEventListener("load", function () {
    all().forEach(function (item) {
      unfold(item);
      var draft = kept(key(item));
      if (!draft) return;
      if (JSON.stringify(draft.told) === now(item)) {
        if (!item.classList.contains("unsaved")) keep(key(item), null); // else refused as it stands
        return;
      }
      fill(item, draft.told);
      seen(item).value = draft.seen; // what came since is another's
      item.classList.add("unsaved");
      words(item, say.restored);
      send(item);
    });
  });
})();
