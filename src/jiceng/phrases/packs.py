"""Sentences about packs: reading, checking, local settings. What is wrong, then what to do."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- reading --------------------------------------------------------------------------------------------------
    "pack.not-found": (
        "没有名为“{name}”的制度包。现有：{names}；也可以给出制度包文件夹的路径。",
        "There is no pack “{name}”. There are: {names}; or give the path of a pack's folder.",
    ),
    "pack.file-unreadable": (
        "文件打不开（{why_not}）。请检查路径和权限。",
        "The file cannot be opened ({why_not}). Check the path and the permissions.",
    ),
    "pack.not-utf8": (
        "文件不是 UTF-8 编码（第 {at} 字节起）。请在编辑器中另存为 UTF-8。",
        "The file is not UTF-8 (from byte {at}). Save it as UTF-8 in your editor.",
    ),
    "pack.not-yaml": (
        "第 {line} 行不合 YAML 写法：{problem}。常见原因：缩进不齐、冒号后没有空格、同一个键写了两次。",
        "Line {line} is not YAML: {problem}. Usual causes: uneven indentation, no blank after a colon, a key written twice.",
    ),
    "pack.not-a-mapping": (
        "文件应由“键: 值”组成。请对照《怎样写制度包》的第一个例子。",
        "The file should consist of “key: value” lines. Compare with the first example of docs/writing-a-pack.md.",
    ),
    "pack.neither-pack-nor-sheet": (
        "这个文件没有 heads，不是评分表；制度包请给出文件夹。",
        "This file has no heads, so it is not a sheet; for a pack give the folder.",
    ),
    "pack.key-unknown": (
        "没有“{name}”这个键。最接近的是：{near}。可用的键：{allowed}。",
        "There is no key “{name}”. The nearest is: {near}. Keys here: {allowed}.",
    ),
    "pack.key-missing": ("缺少“{name}”。请补上。", "“{name}” is missing. Add it."),
    "pack.not-a-number": (
        "“{value}”不是数字。请写成 90 或 89.5，不加单位和引号。",
        "“{value}” is not a number. Write 90 or 89.5, without unit or quotes.",
    ),
    "pack.not-a-whole-number": ("“{value}”应是整数。", "“{value}” should be a whole number."),
    "pack.not-a-choice": (
        "“{value}”不在可选范围内。可选：{choices}。",
        "“{value}” is not one of the choices: {choices}.",
    ),
    "pack.shape-unknown": (
        "没有“{value}”这种计分方式。可用：{shapes}。",
        "There is no such scoring shape in “{value}”. Use one of {shapes}.",
    ),
    "pack.shape-missing": (
        "这一项没有写计分方式 shape。可用：{shapes}。",
        "This item has no shape. Use one of {shapes}.",
    ),
    "pack.not-true-or-false": ("“{value}”应是 true 或 false。", "“{value}” should be true or false."),
    "pack.not-text": (
        "“{value}”应是文字。数字样的文字请加引号。",
        "“{value}” should be text. Put quotes around text that looks like a number.",
    ),
    "pack.not-a-list": (
        "“{value}”应是列表：每行以“- ”开头，或写成 [甲, 乙]。",
        "“{value}” should be a list: lines beginning with “- ”, or [a, b].",
    ),
    "pack.not-a-mapping-value": ("“{value}”应由“键: 值”组成。", "“{value}” should consist of “key: value”."),
    "pack.value-wrong": ("“{value}”不合要求：{problem}。", "“{value}” does not fit: {problem}."),
    "pack.word-unknown": (
        "uses 写的是“{uses}”，制度包语言里没有这个词。可用：{allowed}。",
        "uses says “{uses}”, which the pack language does not have. Use one of {allowed}.",
    ),
    "pack.mechanism-twice": (
        "键“{key}”用了两次。每条机制的 key 要不同。",
        "The key “{key}” is used twice. Every mechanism needs its own key.",
    ),
    "pack.name-differs": (
        "pack 写的是“{name}”，文件夹叫“{folder}”。两者要一致。",
        "pack says “{name}”, the folder is “{folder}”. Make them the same.",
    ),
    "pack.sheet-not-found": (
        "没有名为“{name}”的共用评分表。现有：{names}。",
        "There is no shared sheet “{name}”. There are: {names}.",
    ),
    "pack.case-of-nobody": (
        "案例指向“{key}”，没有这条机制。机制有：{allowed}。",
        "The case belongs to “{key}”, which is no mechanism here. There are: {allowed}.",
    ),
    "pack.case-without-answer": (
        "案例要么写 gives（应得结果），要么写 refused（应被拒绝的代码），二者取一。",
        "A case names either gives (the answer) or refused (the code of the refusal), one of the two.",
    ),
    # -- local settings -------------------------------------------------------------------------------------------
    "pack.setting-unknown": (
        "没有“{key}”这条机制，不能设定。相近的：{near}。",
        "There is no mechanism “{key}” to set. The nearest: {near}.",
    ),
    "pack.setting-not-adjustable": (
        "“{key}”的“{name}”由文件规定，不能在本地改。可以设定的：{allowed}。",
        "“{name}” of “{key}” is fixed by the document. What may be set: {allowed}.",
    ),
    "pack.setting-wrong": (
        "“{key}”的“{name}”设为“{value}”，不是数字。请写成 0.20 这样的数。",
        "“{name}” of “{key}” is set to “{value}”, not a number. Write it like 0.20.",
    ),
    "register.no-objects": (
        "这个制度包没有写定级对象（register.objects），不能确定对谁定级。请补上。",
        "This pack does not say whom it grades (register.objects). Add it.",
    ),
    # -- checking -------------------------------------------------------------------------------------------------
    "lint.grade-twice": (
        "等级“{grade}”写了两次。请合并或改名。",
        "Grade “{grade}” appears twice. Merge or rename.",
    ),
    "lint.bands-out-of-order": (
        "“{lower}”应写在“{upper}”（{from} 分起）之后并低于它。请从最好的等级写到最差的。",
        "“{lower}” must come after “{upper}” (from {from}) and start below it. Write grades from the best to the worst.",
    ),
    "lint.bands-gap": (
        "“{lower}”到 {low} 为止，“{upper}”从 {high} 开始，本制度有 {decimals} 位小数，{example} 分不属于任何等级。请用 below: {high} 代替 at_most，或设 round_to。",
        "“{lower}” ends at {low}, “{upper}” starts at {high}; with {decimals} decimals in use, {example} belongs to no grade. Write below: {high} instead of at_most, or set round_to.",
    ),
    "lint.bands-overlap": (
        "“{upper}”从 {low} 开始，“{lower}”到 {high} 为止，两段重叠。请用 below: {low}。",
        "“{upper}” starts at {low} and “{lower}” goes up to {high}: they overlap. Write below: {low}.",
    ),
    "lint.bands-start-above-zero": (
        "最低等级“{grade}”从 {at} 分开始，更低的分数没有等级。请写 at_least: 0。",
        "The lowest grade “{grade}” starts at {at}; totals below it have no grade. Write at_least: 0.",
    ),
    "lint.bands-end-early": (
        "最高等级“{grade}”到 {at} 分为止，而总分可达 {maximum} 分。请去掉上限。",
        "The best grade “{grade}” ends at {at} though totals reach {maximum}. Remove its upper end.",
    ),
    "lint.empty": ("“{name}”是空的。请补上内容。", "“{name}” is empty. Fill it."),
    "lint.item-twice": (
        "项目键“{item}”用了两次。同一张表里要不同。",
        "The item key “{item}” is used twice. Keys are unique in a sheet.",
    ),
    "lint.heads-do-not-add-up": (
        "各大项满分合计 {sum}，表的满分是 {maximum}。请改正大项满分、权重或总分。",
        "The heads add up to {sum}, the sheet's maximum is {maximum}. Correct the maxima, the weights or the total.",
    ),
    "lint.sample": (
        "“{sheet}”是样表，不是公布的标准；凡显示处都会标明。",
        "“{sheet}” is a sample, not a published standard; it is marked wherever it is shown.",
    ),
    "lint.head-without-maximum": (
        "“{head}”没有满分。只有百分以外的加分项（outside: true）可以没有。",
        "“{head}” has no maximum. Only a bonus outside the hundred (outside: true) may do without.",
    ),
    "lint.floor-inside": (
        "“{head}”最低到 {floor} 分。只有百分以外的项可以倒扣；请去掉 floor 或写 outside: true。",
        "“{head}” goes down to {floor}. Only heads outside the hundred may; remove floor or write outside: true.",
    ),
    "lint.not-positive": (
        "“{name}”是 {value}，应大于 0。扣分也写正数。",
        "“{name}” is {value}; it must be above 0. Deductions are written as positive numbers too.",
    ),
    "lint.head-without-items": (
        "“{head}”没有评分项。请补上，或去掉这一大项。",
        "“{head}” has no items. Add some or remove the head.",
    ),
    "lint.deductions-exceed-head": (
        "“{head}”满分 {maximum}，各项最多可扣 {sum} 分。若是“扣完为止”，请写 stops_at_zero: true；否则改正分值。",
        "“{head}” holds {maximum}, its items can take {sum}. If it stops at zero, write stops_at_zero: true; otherwise correct the points.",
    ),
    "lint.items-do-not-add-up": (
        "“{head}”满分 {maximum}，各项合计 {sum} 分。请改正，使合计等于满分。",
        "“{head}” holds {maximum}, its items add up to {sum}. Correct them so that the sum is the maximum.",
    ),
    "lint.maximum-in-full-head": (
        "“{item}”自带满分 {maximum}，而“{head}”从满分起扣，会重复计分。请去掉该项的 maximum，或把大项改为 start: zero。",
        "“{item}” brings a maximum of {maximum} into “{head}”, which already starts full: it would count twice. Remove the item's maximum or write start: zero.",
    ),
    "lint.deducts-more-than-item": (
        "“{item}”一次扣 {points} 分，超过它的满分 {maximum}。请改小，或改正满分。",
        "“{item}” deducts {points} at once, more than its {maximum}. Lower it or correct the maximum.",
    ),
    "lint.cap-above-item": (
        "“{item}”最多扣 {cap} 分，超过它的满分 {maximum}。请改正 cap。",
        "“{item}” is capped at {cap}, above its {maximum}. Correct the cap.",
    ),
    "lint.cap-below-one": (
        "“{item}”的上限 {cap} 小于一次的 {points} 分。请改正其中一个。",
        "“{item}” has a cap of {cap}, below the {points} of one occurrence. Correct one of them.",
    ),
    "lint.steps-overlap": (
        "“{item}”：{times} 次同时落在几档（{steps}）。请把前一档写成固定次数，只让最后一档写 or_more: true。",
        "“{item}”: {times} times falls into several steps ({steps}). Give the earlier one a fixed count; only the last has or_more: true.",
    ),
    "lint.steps-gap": (
        "“{item}”：没有写 {times} 次时怎样扣。请补上一档，或给最后一档加 or_more: true。",
        "“{item}”: nothing says what {times} times deducts. Add a step, or give the last one or_more: true.",
    ),
    "lint.step-says-nothing": (
        "“{item}”：{times} 次这一档要么写 deduct（扣几分），要么写 zero: true（不得分）。",
        "“{item}”: the step at {times} needs either deduct (points) or zero: true (nothing left).",
    ),
    "lint.steps-not-rising": (
        "“{item}”：{more} 次扣得比 {fewer} 次少。请核对。",
        "“{item}”: {more} times deducts less than {fewer}. Check the figures.",
    ),
    "lint.measure-band-twice": (
        "“{item}”：{at_least} 起的档写了两次。",
        "“{item}”: two bands start at {at_least}. Remove one.",
    ),
    "lint.measure-band-unclear": (
        "“{item}”：{at_least} 起的档要么写 points，要么同时写 low 和 high。",
        "“{item}”: the band from {at_least} needs either points, or both low and high.",
    ),
    "lint.range-upside-down": (
        "下限 {low} 大于上限 {high}。请对调。",
        "The lower end {low} is above the upper end {high}. Swap them.",
    ),
    "lint.places-end-early": (
        "“{item}”：没有写其余名次得几分，按 0 分计。若有意如此可不理会，否则补一档不带 to 的。",
        "“{item}”: nothing says what the remaining places get; they get 0. Ignore if meant, else add a place without `to`.",
    ),
    "lint.places-not-falling": (
        "“{item}”：名次越后分数应越低，现在是 {points}。",
        "“{item}”: points must fall with the place; they are {points}.",
    ),
    "lint.scorer-twice": ("考核主体“{scorer}”写了两次。", "Scorer “{scorer}” appears twice. Remove one."),
    "lint.nobody-counts": (
        "没有一个考核主体计入总分。请给至少一个写 weight。",
        "No scorer counts. Give at least one a weight.",
    ),
    "lint.weights-do-not-add-up": (
        "各考核主体权重合计 {sum}，应为 1。请改正，或写 combine: mean。",
        "The scorers' weights add up to {sum}, they should be 1. Correct them or write combine: mean.",
    ),
    "lint.grade-unknown": (
        "用到等级“{name}”，没有任何分数段授予它。请用 {known} 之一。",
        "It names grade “{name}”, which no band awards. Use one of {known}.",
    ),
    "lint.class-unknown": (
        "用到类别“{name}”，定级对象里没有。请用 {known} 之一。",
        "It names class “{name}”, which the objects do not have. Use one of {known}.",
    ),
    "lint.kind-unknown": (
        "用到登记类型“{name}”，登记中没有。请用 {known} 之一。",
        "It names kind “{name}”, which the register does not have. Use one of {known}.",
    ),
    "lint.form-unknown": (
        "用到组织形式“{name}”，登记中没有。请用 {known} 之一。",
        "It names form “{name}”, which the register does not have. Use one of {known}.",
    ),
    "lint.scorer-unknown": (
        "用到考核主体“{name}”，没有定义。请用 {known} 之一。",
        "It names scorer “{name}”, which is not defined. Use one of {known}.",
    ),
    "lint.share-outside": (
        "“{name}”是 {value}，比例应在 0 到 1 之间（20% 写 0.20）。",
        "“{name}” is {value}; shares lie between 0 and 1 (20 % is 0.20).",
    ),
    "lint.quota-empty": (
        "“{grade}”的比例没有任何数字。文件没有给出的，写 adjustable: [at_most] 由各地设定。",
        "The quota of “{grade}” has no figure. If the document gives none, write adjustable: [at_most] so that it can be set locally.",
    ),
    "lint.class-without-sheet": (
        "“{class_name}”类没有评分表。请加一条 sheet.form。",
        "Class “{class_name}” has no score sheet. Add a sheet.form.",
    ),
    "lint.class-with-two-sheets": (
        "“{class_name}”类有两张评分表。请只留一张。",
        "Class “{class_name}” has two score sheets. Keep one.",
    ),
    "lint.row-unknown": (
        "目录里没有第 {row} 行。这一主题的首尾编号是 {near}。请核对。",
        "The catalogue has no row {row}. This theme runs between {near}. Check the number.",
    ),
    "lint.clause-missing": (
        "没有写出自文件哪一条（clause）。请补上，或写 local: true。",
        "It does not say which clause it comes from. Add clause, or write local: true.",
    ),
    "lint.no-rows": (
        "没有对应目录的任何一行（rows）。请补上，或写 local: true。",
        "It carries no row of the catalogue. Add rows, or write local: true.",
    ),
    "lint.word-twice": (
        "“{uses}”在一个文件里只能写一次，现有 {keys}。请合并。",
        "“{uses}” can stand only once in a document; here are {keys}. Merge them.",
    ),
    "lint.reasons-missing": (
        "有评分表而没有 sheet.reasons：扣分将不要求理由。请加上这一条。",
        "There are score sheets but no sheet.reasons: deductions would need no reason. Add it.",
    ),
    "lint.bands-missing": (
        "有评分表而没有等级分数段 sheet.bands。请加上。",
        "There are score sheets but no sheet.bands. Add it.",
    ),
    "lint.list-empty": (
        "“{name}”没有内容。文件没有解释的，写 undefined: 说明由谁填写；不要空着。",
        "“{name}” is empty. If the document does not define it, write undefined: and who fills it; do not leave it blank.",
    ),
    "lint.case-fails": (
        "案例应得 {wanted}，实得 {got}。请核对规则或案例。",
        "The case should give {wanted}, it gives {got}. Check the rule or the case.",
    ),
    "lint.no-case": (
        "没有案例。请至少写一个，说明什么情况下得什么结果。",
        "It has no case. Write at least one: given this, it gives that.",
    ),
    "lint.case-notices-nothing": (
        "去掉这条机制，案例照样通过，说明案例没有检验到它。请加一个会失败的案例。",
        "Its cases pass even with the mechanism removed, so they do not test it. Add one that would fail.",
    ),
}
