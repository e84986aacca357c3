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
    "pack.full-width": (
        "第 {line} 行用了全角的“{sign}”。请改成半角的“{plain} ”，后面空一格。",
        "Line {line} has the full-width sign “{sign}”. Write “{plain} ” instead, with a blank behind it.",
    ),
    "pack.full-width-key": (
        "“{name}”用了全角冒号，读成了一个键。请改成半角的“: ”，后面空一格。",
        "“{name}” has a full-width colon and is read as one key. Write “: ” instead, with a blank behind it.",
    ),
    "pack.not-yaml": (
        "第 {line} 行不合 YAML 写法：{problem}。常见原因：缩进不齐、冒号后没有空格、同一个键写了两次。",
        "Line {line} is not YAML: {problem}. Usual causes: uneven indentation, no blank after a colon, a key written twice.",
    ),
    "pack.file-too-large": (
        "文件超过 {most} MB，不像一个制度包。请检查是不是放错了文件。",
        "The file is larger than {most} MB, which is no pack. Check whether it is the right file.",
    ),
    "pack.too-deep": (
        "括号或缩进套得太深，读不下去。请检查有没有漏写右括号。",
        "Brackets or indentation go too deep to be read. Check for a bracket that is never closed.",
    ),
    "pack.refers-elsewhere": (
        "第 {line} 行用“{problem}”引用别处的内容。制度包里每条规则要写全，请把内容抄过来；本来就以 * 开头的文字请加引号。",
        "Line {line} refers to another place with “{problem}”. In a pack every rule stands in full: copy it here, or put quotes around text that begins with *.",
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
        "没有“{name}”这个键。这里可用的键：{allowed}。",
        "There is no key “{name}”. Keys here: {allowed}.",
    ),
    "pack.key-misspelt": (
        "没有“{name}”这个键，是不是“{near}”？这里可用的键：{allowed}。",
        "There is no key “{name}”. Is it “{near}”? Keys here: {allowed}.",
    ),
    "pack.key-missing": ("缺少“{name}”。请补上。", "“{name}” is missing. Add it."),
    "pack.title-braces": (
        "标题里的 {value} 读不懂。花括号里只写年份：{{year}} 是活动当年，{{year-2}} 是两年以前。",
        "{value} in a title is not understood. Only years stand in braces: {{year}} is the campaign's, {{year-2}} two before.",
    ),
    "pack.key-empty": (
        "“{name}”后面是空的。请填写；不是必填的也可以删去这个键。",
        "Nothing stands after “{name}”. Fill it in; a key that is not required may also be removed.",
    ),
    "pack.not-a-number": (
        "“{value}”不是数字。请写成 90 或 89.5，不加单位和引号。",
        "“{value}” is not a number. Write 90 or 89.5, without unit or quotes.",
    ),
    "pack.not-a-whole-number": (
        "“{value}”应是整数。请写成 3 这样的数。",
        "“{value}” should be a whole number. Write it like 3.",
    ),
    "pack.not-a-choice": (
        "“{value}”不在可选范围内。可选：{choices}。",
        "“{value}” is not one of the choices: {choices}.",
    ),
    "pack.shape-unknown": (
        "shape 写的计分方式没有：{value}。可用：{shapes}。",
        "shape names none of the ways to score: {value}. Use one of {shapes}.",
    ),
    "pack.shape-missing": (
        "这一项没有写计分方式 shape。可用：{shapes}。",
        "This item has no shape. Use one of {shapes}.",
    ),
    "pack.not-true-or-false": (
        "“{value}”应是 true（是）或 false（否）。请改写。",
        "“{value}” should be true or false. Write one of them.",
    ),
    "pack.not-one-text": (
        "这里只能写一个，写了一串：{value}。请去掉方括号，只留一个。",
        "Only one can stand here, and there are several: {value}. Take the brackets away and leave one.",
    ),
    "pack.not-text": (
        "“{value}”应是文字。数字样的文字请加引号。",
        "“{value}” should be text. Put quotes around text that looks like a number.",
    ),
    "pack.not-a-list": (
        "“{value}”应是列表：每行以“- ”开头，或写成 [甲, 乙]。",
        "“{value}” should be a list: lines beginning with “- ”, or [a, b].",
    ),
    "pack.not-a-mapping-value": (
        "“{value}”应由“键: 值”组成。请逐行写“键: 值”，或写成 {{键: 值}}。",
        "“{value}” should consist of “key: value”. Write such lines, or {{key: value}}.",
    ),
    "pack.value-wrong": (
        "“{value}”不合要求：{problem}。请对照《怎样写制度包》改正。",
        "“{value}” does not fit: {problem}. Compare with docs/writing-a-pack.md.",
    ),
    "pack.case-value": (
        "“{value}”应是数字或选项的名称；要写理由的，写成 {{value: 1, reason: 理由}}。",
        "“{value}” should be a number or the name of an option; with a reason write {{value: 1, reason: why}}.",
    ),
    "pack.case-count": (
        "“{value}”应写类别（class）和每个等级的个数：0 至 10000 的整数。请改正。",
        "“{value}” should give a class and, for every grade, how many there are: 0 to 10000. Correct it.",
    ),
    "pack.case-lacks": (
        "案例没有写“{name}”，不知道按什么算。请补上。",
        "The case does not give “{name}”, so there is nothing to go by. Add it.",
    ),
    "pack.cannot-compute": (
        "规则里的数字算不下去（以 0 为除数，或数字过大）。请先改正规则。",
        "The figures of the rule cannot be computed (a division by 0, or numbers far too large). Correct the rule first.",
    ),
    "pack.former-sheet.reasons": (
        "“{uses}”不再是一个词。请删去这一条，在要写理由的评分表（sheet.form）里写 reasons: true。",
        "“{uses}” is no longer a word. Delete this and write reasons: true on the sheets (sheet.form) that ask for reasons.",
    ),
    "pack.former-sheet.inheritance": (
        "“{uses}”不再是一个词。请删去这一条，在定级对象（register.objects）里写 same_grade: normally。",
        "“{uses}” is no longer a word. Delete this and write same_grade: normally on the objects (register.objects).",
    ),
    "pack.former-procedure.clock": (
        "“{uses}”不再是一个词。请删去这一条，在它管的报表或记录里写 levels: [{{ level: 哪一级, due_on: 月-日 }}]。",
        "“{uses}” is no longer a word. Delete this and write levels: [{{ level: which, due_on: month-day }}] on the return or "
        "record it was for.",
    ),
    "pack.former-sheet.correction": (
        "“{uses}”不再是一个词。请删去这一条：已定的结果，不论什么文件，一律由两人更正。",
        "“{uses}” is no longer a word. Delete this: under every document two people correct what was decided.",
    ),
    "pack.word-unknown": (
        "uses 写的是“{uses}”，制度包语言里没有这个词。可用：{allowed}。",
        "uses says “{uses}”, which the pack language does not have. Use one of {allowed}.",
    ),
    "pack.no-mechanisms": (
        "制度包里一条机制也没有。请在 mechanisms 下面写出规则。",
        "The pack has no mechanism at all. Write its rules below mechanisms.",
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
        "没有名为“{name}”的共用评分表。现有：{names}。请用其中一张，或把评分表写在 sheet 下面。",
        "There is no shared sheet “{name}”. There are: {names}. Use one of them, or write the sheet below `sheet`.",
    ),
    "pack.case-of-nobody": (
        "案例指向“{key}”，没有这条机制。请改成其中之一：{allowed}。",
        "The case belongs to “{key}”, which is no mechanism here. Use one of {allowed}.",
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
        "“{mechanism}”的“{field}”由文件规定，不能在本地改。可以设定的：{allowed}。",
        "“{field}” of “{mechanism}” is fixed by the document. What may be set: {allowed}.",
    ),
    "pack.setting-nothing-adjustable": (
        "“{mechanism}”的“{field}”由文件规定，不能在本地改；这一条没有可以设定的。请去掉这项设定。",
        "“{field}” of “{mechanism}” is fixed by the document, and nothing of it may be set. Remove the setting.",
    ),
    "pack.setting-wrong": (
        "“{mechanism}”的“{field}”不能这样设定。{why}",
        "“{field}” of “{mechanism}” cannot be set so. {why}",
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
    "lint.head-twice": (
        "大项键“{head}”用了两次。同一张表里要不同。",
        "The head key “{head}” is used twice. Keys are unique in a sheet.",
    ),
    "lint.places-outside": (
        "“{name}”是 {value}，小数位数应在 0 到 6 之间。请改正。",
        "“{name}” is {value}; decimal places lie between 0 and 6. Correct it.",
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
        "“{head}”没有写满分，这一大项不单独封顶，只受全表满分限制。文件给了满分的，请补上。",
        "“{head}” has no maximum: only the sheet's own limits it. Add the maximum if the document gives one.",
    ),
    "lint.full-without-maximum": (
        "“{head}”从满分起扣，却没有满分。请写 maximum；文件没有给满分的，改成从零起（start: zero）。",
        "“{head}” begins full and has no maximum. Write maximum; if the document gives none, let it start at zero.",
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
    "lint.items-without-maximum": (
        "“{head}”满分 {maximum}，而 {items} 没有写最多几分，各项合计不会等于满分。请给它们写 maximum（次数加分的写 cap）。",
        "“{head}” holds {maximum}, but nothing says the most that {items} may give, so the items cannot add up to it. Give them a maximum (a cap where occurrences are rewarded).",
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
        "“{item}”：{at_least} 起的档写了两次。请删去一档。",
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
        "“{item}”：名次越后分数应越低，现在是 {points}。请从第一名往下写。",
        "“{item}”: points must fall with the place; they are {points}. Write the places from the first down.",
    ),
    "lint.scorer-twice": (
        "考核主体“{scorer}”写了两次。请删去一个。",
        "Scorer “{scorer}” appears twice. Remove one.",
    ),
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
    "lint.gate-not-above": (
        "门槛管“{grade}”，不管比它高的{above}：没过门槛的，高的反而可以评。高的也要管的，一并写进 grades。",
        "The gate holds for “{grade}” and not for {above} above it, which may be had without passing. Name those too if it is meant for them.",
    ),
    "lint.case-asks-unknown": (
        "“{uses}”的案例问不到“{names}”。可以问什么，见 docs/writing-a-pack.md 第十一节。",
        "A case of “{uses}” cannot ask for {names}. What it can ask is in docs/writing-a-pack.en.md, section 11.",
    ),
    "lint.figure-outside": (
        "“{name}”是 {value}，应在 {low} 到 {high} 之间。请改正。",
        "“{name}” is {value}; it lies between {low} and {high}. Correct it.",
    ),
    "lint.abstaining-is-there": (
        "“{name}”每一行都可以选，不用写进选项。请去掉。",
        "“{name}” can always be chosen and need not be an option. Take it out.",
    ),
    "lint.share-outside": (
        "“{name}”是 {value}，比例应在 0 到 1 之间（20% 写 0.20）。",
        "“{name}” is {value}; shares lie between 0 and 1 (20 % is 0.20).",
    ),
    "lint.quota-twice": (
        "“{grade}”有两条比例规定。请合并为一条；某些类别另计的，写 apart_classes。",
        "There are two share rules for “{grade}”. Merge them; for classes counted apart write apart_classes.",
    ),
    "lint.class-apart-twice": (
        "“{class_name}”类在 apart_classes 里写了两次。请只留一处。",
        "Class “{class_name}” stands in apart_classes twice. Keep one.",
    ),
    "lint.class-twice": (
        "类别“{class_name}”写了两次。请合并。",
        "Class “{class_name}” appears twice. Merge them.",
    ),
    "lint.kind-twice": (
        "登记类型“{kind}”归了两个类别。请只归一个。",
        "Kind “{kind}” falls under two classes. Keep one.",
    ),
    "lint.gate-asks-nothing": (
        "这道门槛没有写要什么。请写 measure（数值）或 requires_flag（认定）。",
        "This gate does not say what it asks. Write measure (a figure) or requires_flag (a finding).",
    ),
    "lint.gate-without-figure": (
        "“{name}”没有写要达到多少，这些等级就谁也评不上。请写 at_least；文件没有数字的，写 adjustable: [at_least] 由各地设定。",
        "Nothing says how high “{name}” must be, so nobody can have these grades. Write at_least; if the document gives no figure, write adjustable: [at_least] so that it can be set locally.",
    ),
    "lint.gate-shuts-lowest": (
        "“{grade}”是最低等级，达不到条件的没有更低的可定。请从 grades 中去掉它。",
        "“{grade}” is the lowest grade; there is none below it for those who do not pass. Take it out of grades.",
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
        "目录里没有“{row}”这一行。编号从 {first} 到 {last}。请核对。",
        "The catalogue has no row “{row}”. They run from {first} to {last}. Check the number.",
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
        "这张表扣分不要求写理由。文件要求说明理由的，请写 reasons: true。",
        "Deductions on this sheet need no reason. Write reasons: true if the document asks for reasons.",
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
    "lint.case-refused": (
        "案例应得 {wanted}，却被拒绝（{refused}）：{said}",
        "The case should give {wanted}, but it is refused ({refused}): {said}",
    ),
    "lint.no-case": (
        "没有案例。请至少写一个，说明什么情况下得什么结果。",
        "It has no case. Write at least one: given this, it gives that.",
    ),
    "lint.case-notices-nothing": (
        "去掉这条机制，案例照样通过，说明案例没有检验到它。请加一个会失败的案例。",
        "Its cases pass even with the mechanism removed, so they do not test it. Add one that would fail.",
    ),
    "procedure.case-awaits": ("还差“{name}”。", "“{name}” is still missing."),
    # -- rules that name each other ---------------------------------------------------------------------------------
    "lint.key-unknown": (
        "用到机制“{name}”，本制度包里没有这个 key。请用 {known} 之一，或者先写这条机制。",
        "It names mechanism “{name}”, a key this pack does not have. Use one of {known}, or write that mechanism first.",
    ),
    "lint.not-awaitable": (
        "步骤不能等“{name}”：它不是一件做了就有的事。请改为等一份记录、公示、测评、打分、决定、台账或报表。",
        "A step cannot await “{name}”: it is nothing that is there once it is done. Await a record, a notice, a ballot, "
        "a sheet, a decision, a ledger or a return.",
    ),
    "lint.not-a-former-step": (
        "退不到“{name}”：它不在这一步之前。前面的步骤有：{known}。",
        "It cannot go back to “{name}”, which is not before this step. Former steps: {known}.",
    ),
    "lint.ends-before-it-begins": (
        "“{name}”的截止日期早于开始日期。请更正 from_on 或 until_on。",
        "“{name}” ends before it begins. Correct from_on or until_on.",
    ),
    "lint.name-twice": (
        "“{name}”写了两次。请删去一个或者改名。",
        "“{name}” is there twice. Remove one or rename it.",
    ),
    "lint.choice-without-choices": (
        "“{name}”：选择（kind: choice）要写 one_of，有 one_of 的要写 kind: choice。",
        "“{name}”: a choice (kind: choice) needs one_of, and one_of needs kind: choice.",
    ),
    "lint.part-unknown": (
        "用到内容“{name}”，contents 里没有。请用 {known} 之一，或者加上这项内容。",
        "It names part “{name}”, which contents do not have. Use one of {known}, or add that part.",
    ),
    "lint.return-form-unknown": (
        "没有“{name}”这种表。请用 {known} 之一。",
        "There is no form “{name}”. Use one of {known}.",
    ),
    "lint.table-and-columns": (
        "有表格（table）的公示要写 columns，有 columns 的要写 table。",
        "A notice with a table needs columns, and columns need a table.",
    ),
    "lint.finding-unnamed": (
        "认定情形“{name}”没有中文名称，页面上会显示成代号。请在包的开头写 findings: {{ {name}: 名称 }}。",
        "Finding “{name}” has no name, so pages show the key. Write findings: {{ {name}: name }} at the head of the pack.",
    ),
    "lint.no-published-ledger": (
        "这张公示的表由整改事项填写（table: items），但是没有一本公开的台账。请在台账里写 published: true。",
        "The table is filled with items (table: items), but no ledger is published. Write published: true in a ledger.",
    ),
    "lint.column-means-else": (
        "“{name}”这一栏写的是 means: {means}，这种表没有它。请用 {known} 之一。",
        "Column “{name}” has means: {means}, which such a table does not have. Use one of {known}.",
    ),
    "lint.column-without-meaning": (
        "“{name}”这一栏没有说明显示什么。请写 means，{known} 之一。",
        "Column “{name}” does not say what it shows. Write means, one of {known}.",
    ),
    "lint.column-not-in-ledger": (
        "“{name}”这一栏要显示“{part}”，台账 {ledger} 里没有这项内容，只有 {parts}，于是谁也贴不出去。"
        "请写 part（台账里的一项），或者写 means（{known} 之一）。",
        "Column “{name}” shows “{part}”, which ledger {ledger} does not have (it has {parts}), so nobody could post it. "
        "Write part, one of those of the ledger, or means, one of {known}.",
    ),
    "lint.rating-not-on-ladder": (
        "“{name}”不在 ladder 里。请用 {known} 之一，从低到高。",
        "“{name}” is not on the ladder. Use one of {known}, lowest first.",
    ),
    "lint.option-not-there": (
        "“{name}”不是选项之一。选项有：{known}。",
        "“{name}” is no option. Options: {known}.",
    ),
    "lint.measure-of-nobody": (
        "门槛要看“{name}”，本制度包的测评没有一个得出它（measure：{known}）。写法不一致的请改成一样；由别处录入的不必改。",
        "The gate looks at “{name}”, which no ballot of this pack gives (measure: {known}). Spell both alike; leave it if "
        "the figure comes from elsewhere.",
    ),
    "lint.voter-class-unknown": (
        "没有“{name}”这类投票人。请用 {known} 之一。",
        "There is no voter class “{name}”. Use one of {known}.",
    ),
    "lint.members-and-questions": (
        "of_members 是逐人评议，每名党员就是一道题，不能再写 items 或 measure。请去掉其中之一。",
        "With of_members every member is a question, so there is neither `items` nor `measure`. Take one of them out.",
    ),
    "lint.not-a-record": (
        "晋升要看的“{name}”不是记录（duty.record），看不出结论。请改为一份记录。",
        "“{name}”, which an upgrade needs, is no record (duty.record), so it has no conclusion. Name a record.",
    ),
    "lint.printed-not-adjustable": (
        "printed 里的“{name}”不在 adjustable 里（有 {known}）。printed 只说可以另定的字段中哪些是文件印的。",
        "“{name}” under printed is not under adjustable ({known}). Printed says which of the adjustable fields the document "
        "gives itself.",
    ),
    "lint.moves-with-nothing": (
        "days_are: moving 要按步骤的日期平移，而各步都没有印日期。请写上步骤的日期，或改成 fixed。",
        "days_are: moving keeps the distance from the steps, and no step has a day. Give the steps their days, or "
        "write fixed.",
    ),
}
