"""Sentences of the sheet, register and consequence rules: refusals first, then the steps of an explanation."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- refusals: what is wrong, then what to do -----------------------------------------------------------------
    "register.code-twice": (
        "编码 {code} 出现了两次。每个党组织只能有一行，请删去或更正其中一行。",
        "Code {code} appears twice. Every organisation has one row: delete or correct one of them.",
    ),
    "sheet.value-not-a-number": (
        "“{item}”填的是“{value}”，不是数字。请填数字。",
        "“{item}” holds “{value}”, which is not a number. Enter a number.",
    ),
    "sheet.value-too-large": (
        "“{item}”填的 {value} 太大，不像真实的数。请核对。",
        "“{item}” holds {value}, larger than anything real. Check it.",
    ),
    "sheet.value-not-a-count": (
        "“{item}”填的是 {value}，应填次数：0 或正整数。",
        "“{item}” holds {value}; it asks how often: 0 or a whole number.",
    ),
    "sheet.value-not-yes-or-no": (
        "“{item}”填的是 {value}。这一条只有两种情况：有填 1，没有填 0。",
        "“{item}” holds {value}. This condition either holds (1) or does not (0).",
    ),
    "sheet.value-negative": (
        "“{item}”填的是 {value}，不能小于 0。请更正。",
        "“{item}” holds {value}; it cannot be below 0. Correct it.",
    ),
    "sheet.option-unknown": (
        "“{item}”没有“{value}”这个选项。请从 {options} 中选一个。",
        "“{item}” has no option “{value}”. Choose one of {options}.",
    ),
    "sheet.no-step-for-count": (
        "“{item}”出现 {value} 次时扣几分，评分表没有写。请制度包的维护人补上这一档。",
        "The sheet does not say what “{item}” deducts at {value} times. The pack's maintainer must add that step.",
    ),
    "sheet.points-outside-range": (
        "“{item}”可给 {low} 至 {high} 分，现在是“{value}”对应的分数不在其中。请填写这个范围内的分数。",
        "“{item}” may have {low} to {high} points; what is entered for “{value}” lies outside. Enter points in that range.",
    ),
    "sheet.group-missing": (
        "“{item}”要与同类组织比较，但没有可比的数据。请先录入同类组织的数值。",
        "“{item}” is compared within a group, and there is nothing to compare with. Enter the group's values first.",
    ),
    "sheet.discretion-without-reason": (
        "“{item}”酌情计 {points} 分，没有写理由。请写明事实依据。",
        "“{item}” counts {points} points at discretion and gives no reason. Write down the facts behind it.",
    ),
    "sheet.deduction-without-reason": (
        "“{head}”中的“{item}”扣了分，没有说明理由。请写明扣分理由后再保存。",
        "“{item}” under “{head}” takes points and gives no reason. Write the reason for the deduction, then save.",
    ),
    "sheet.item-unknown": (
        "评分表“{sheet}”没有“{item}”这一项。请写成“项目/情形”，如：{near}。",
        "The sheet “{sheet}” has no item “{item}”. Write head/condition, such as: {near}.",
    ),
    "sheet.item-of-another-class": (
        "“{item}”不适用于“{class_name}”类党组织。请删去这一行，或更正类别。",
        "“{item}” does not apply to class “{class_name}”. Delete the row or correct the class.",
    ),
    "sheet.too-many-decimals": (
        "“{item}”填的是 {value}，本表最多 {decimals} 位小数。请改写。",
        "“{item}” holds {value}; this sheet allows {decimals} decimal places. Rewrite it.",
    ),
    "sheet.scorer-unknown": (
        "没有“{scorer}”这个考核主体。可用的有：{scorers}。",
        "There is no scorer “{scorer}”. Use one of {scorers}.",
    ),
    "sheet.scorer-missing": (
        "还没有 {missing} 的评分，不能算总分。请先完成。",
        "The sheet of {missing} is not there yet, so there is no total. Complete it first.",
    ),
    "sheet.self-assessment-incomplete": (
        "自评要逐项打分，还有 {count} 项没有填：{missing}。",
        "Self-assessment answers every item; still open ({count}): {missing}.",
    ),
    "sheet.self-assessment-comes-after": (
        "自评之前还要先完成：{first}。请先办好这些，再开始打分。",
        "Before the self-assessment: {first}. Do these first, then begin to score.",
    ),
    "sheet.assessment-comes-after": (
        "考核打分之前还要先有：{first}。请先办好这些，再打分。",
        "Before the assessment is scored: {first}. Do these first, then score.",
    ),
    "sheet.unanswered": (
        "还有 {count} 项没有填，如“{missing}”。请逐项填写；其余各项确实没有可扣的，请在“没有填的各项没有可扣的分”前打勾，再完成。",
        "Items not answered yet: {count}, such as “{missing}”. Answer them; where the rest have nothing to deduct, tick “The items left empty have nothing to deduct”, then finish.",
    ),
    "sheet.opinion-missing": (
        "自评会议还没有提出等级初步意见。请选一个等级。",
        "The self-assessment meeting has not proposed a grade. Choose one.",
    ),
    "sheet.grade-unknown": (
        "没有“{grade}”这个等级。请用 {grades} 之一。",
        "There is no grade “{grade}”. Use one of {grades}.",
    ),
    "sheet.total-in-gap": (
        "总分 {total} 不落在任何等级（{grades}）的分数段内。请制度包的维护人补齐分数段，或设定取整规则。",
        "A total of {total} lies in no band ({grades}). The pack's maintainer must close the gap or set a rounding rule.",
    ),
    "sheet.rating-unknown": (
        "“{name}”的“{rating}”没有对应的等级。已知的有：{known}。",
        "“{rating}” of “{name}” maps to no grade. Known are: {known}.",
    ),
    "sheet.measure-missing": (
        "评定 {grades} 要先有“{name}”的数值。由测评得出的，请先测评；别处得出的，由党委或组织部在“认定、数字和评级”里登记。",
        "Grades {grades} ask for “{name}” first. Hold the ballot that yields it, or, where it comes from elsewhere, let the "
        "committee or the county enter it under “Findings and figures”.",
    ),
    "sheet.decision-needs": (
        "还缺 {missing} 的评分，不能研究定级。请先完成。",
        "The sheets of {missing} are missing, so the meeting cannot decide. Complete them first.",
    ),
    "sheet.decision-comes-after": (
        "研究定级之前还要先完成：{first}。请先办好这些，再定级。",
        "Before the grade is decided: {first}. Complete these first, then decide.",
    ),
    "sheet.bound-by-rule": (
        "按“{name}”（{clause}）应在“{grade}”范围内，不能定为“{decided}”。认定有误的，先更正认定。",
        "“{name}” ({clause}) binds this organisation to “{grade}”; it cannot be “{decided}”. If the finding is wrong, correct the finding first.",
    ),
    "sheet.bound-by-rule-without-reason": (
        "按“{name}”（{clause}）原则上应在“{grade}”范围内。要定为“{decided}”，请写明理由。",
        "“{name}” ({clause}) in principle binds this organisation to “{grade}”. To decide “{decided}”, write the reason.",
    ),
    "sheet.deviation": (
        "计算等级是“{computed}”，不能改定为“{decided}”。分数有误的，先更正评分。",
        "The computed grade is “{computed}”; it cannot be decided as “{decided}”. If the score is wrong, correct the score first.",
    ),
    "sheet.deviation-without-reason": (
        "计算等级是“{computed}”，定为“{decided}”要写明理由：要据实定级，不能任意拔高或降低。",
        "The computed grade is “{computed}”. To decide “{decided}”, write the reason: grades are not raised or lowered at will.",
    ),
    "sheet.inheritance": (
        "所属党总支定为“{unit_grade}”，支部不能定为“{grade}”。",
        "The general branch is “{unit_grade}”; its branch cannot be “{grade}”. Grade it as its unit.",
    ),
    "sheet.inheritance-without-reason": (
        "所属党总支定为“{unit_grade}”，支部一般与其相同。要定为“{grade}”，请写明理由。",
        "The general branch is “{unit_grade}” and its branches normally share that grade. To decide “{grade}”, write the reason.",
    ),
    "sheet.explanation-missing": (
        "{name}（{class_name}）定为“{grade}”，按 {clause} 要在表中说明情况。请补写说明。",
        "{name} ({class_name}) is graded “{grade}”; {clause} asks for an explanation in the table. Write it.",
    ),
    "sheet.quotas-overlap": (
        "等级“{grade}”对同一批组织有两条比例规定（{clause}）。请在制度包中合并为一条。",
        "Grade “{grade}” has two share rules for the same organisations ({clause}). Merge them in the pack.",
    ),
    "sheet.class-without-sheet": (
        "“{class_name}”类没有评分表。有评分表的类别是：{classes}。",
        "Class “{class_name}” has no score sheet. Classes with one: {classes}.",
    ),
    "sheet.no-sheets": (
        "这个制度包没有评分表，不能打分。请补上 sheet.form。",
        "This pack has no score sheet, so nothing can be scored. Add a sheet.form mechanism.",
    ),
    "sheet.no-bands": (
        "这个制度包没有等级分数段，不能定级。请补上 sheet.bands。",
        "This pack has no grade bands, so nothing can be graded. Add a sheet.bands mechanism.",
    ),
    # -- items ----------------------------------------------------------------------------------------------------
    "item.nothing-recorded": ("没有记录", "Nothing recorded"),
    "item.nothing-to-deduct": ("没有可扣的情形", "Nothing to deduct"),
    "item.reason": ("理由：{reason}", "Reason: {reason}"),
    "item.deducted-each": (
        "{item}：{times} 次，每次扣 {each} 分，扣 {deducted} 分",
        "{item}: {times} times, {each} each, deducts {deducted}",
    ),
    "item.deducted-up-to-cap": (
        "{item}：{times} 次，每次扣 {each} 分，最多扣 {cap} 分，扣 {deducted} 分",
        "{item}: {times} times, {each} each, at most {cap}, deducts {deducted}",
    ),
    "item.deducted-once": ("{item}：扣 {deducted} 分", "{item}: deducts {deducted}"),
    "item.rewarded-each": (
        "{item}：{times} 次，每次加 {each} 分，加 {given} 分",
        "{item}: {times} times, {each} each, adds {given}",
    ),
    "item.rewarded-up-to-cap": (
        "{item}：{times} 次，每次加 {each} 分，最多加 {cap} 分，加 {given} 分",
        "{item}: {times} times, {each} each, at most {cap}, adds {given}",
    ),
    "item.option-chosen": ("{item}：{option}", "{item}: {option}"),
    "item.step-deducts": (
        "{item}：{times} 次，扣 {deducted} 分",
        "{item}: {times} times, deducts {deducted}",
    ),
    "item.step-leaves-nothing": (
        "{item}：{times} 次，本项不得分（扣 {deducted} 分）",
        "{item}: {times} times, the item gives nothing (deducts {deducted})",
    ),
    "item.short-of-band": (
        "{item}：{value}{unit}，不到 {below}{unit}",
        "{item}: {value}{unit}, below {below}{unit}",
    ),
    "item.in-band": (
        "{item}：{value}{unit}，达到 {at_least}{unit} 档",
        "{item}: {value}{unit}, in the band from {at_least}{unit}",
    ),
    "item.in-band-range": (
        "{item}：{value}{unit}，达到 {at_least}{unit} 档，在 {low} 至 {high} 分之间评定",
        "{item}: {value}{unit}, in the band from {at_least}{unit}, scored between {low} and {high}",
    ),
    "item.below-lowest-band": (
        "{item}：{value}{unit}，低于最低档",
        "{item}: {value}{unit}, below the lowest band",
    ),
    "item.rate-above": (
        "{item}：{value}{unit}，达到目标 {target}{unit}，高出 {steps} 档",
        "{item}: {value}{unit}, target {target}{unit} met, {steps} steps above",
    ),
    "item.rate-below": (
        "{item}：{value}{unit}，低于目标 {target}{unit} {steps} 档",
        "{item}: {value}{unit}, {steps} steps below the target of {target}{unit}",
    ),
    "item.ranked": (
        "{item}：{value}{unit}，在 {size} 个中排第 {place}",
        "{item}: {value}{unit}, place {place} of {size}",
    ),
    "item.in-proportion": (
        "{item}：{value}{unit}，与{of} {base}{unit} 相比",
        "{item}: {value}{unit} against {of}, {base}{unit}",
    ),
    "item.discretion-deducts": ("{item}：酌情扣 {points} 分", "{item}: deducts {points} at discretion"),
    "item.discretion-awards": ("{item}：酌情加 {points} 分", "{item}: adds {points} at discretion"),
    # -- heads and totals -----------------------------------------------------------------------------------------
    "head.points": ("{head}：{got} 分（满分 {maximum} 分）", "{head}: {got} of {maximum}"),
    "head.weighted": (
        "{head}：{got} 分（满分 {maximum} 分），权重 {weight}",
        "{head}: {got} of {maximum}, weight {weight}",
    ),
    "head.without-limit": ("{head}：{got} 分（不设上限）", "{head}: {got}, no limit"),
    "head.stopped-at-floor": (
        "“{head}”扣完为止：应为 {would_be} 分，计 {at} 分",
        "“{head}” stops here: it would be {would_be}, it counts {at}",
    ),
    "head.stopped-at-maximum": (
        "“{head}”最高 {at} 分：应为 {would_be} 分，计 {at} 分",
        "“{head}” gives at most {at}: it would be {would_be}, it counts {at}",
    ),
    "sheet.total": ("{sheet}：{total} 分（满分 {maximum} 分）", "{sheet}: {total} of {maximum}"),
    "sheet.total-of-sample": (
        "{sheet}（样表，不是公布的标准）：{total} 分（满分 {maximum} 分）",
        "{sheet} (sample, not a published standard): {total} of {maximum}",
    ),
    "sheet.combined": ("各主体评分合计 {total} 分", "All scorers together: {total}"),
    "scorer.weighted": ("{scorer}：{total} 分，权重 {weight}", "{scorer}: {total}, weight {weight}"),
    "scorer.mean": ("{scorer}：{total} 分，取平均", "{scorer}: {total}, averaged"),
    # -- grades ---------------------------------------------------------------------------------------------------
    "grade.proposed": ("{total} 分，计算等级“{grade}”", "{total} points, computed grade “{grade}”"),
    "grade.by-band": (
        "{total} 分，{at_least} 分以上为“{grade}”",
        "{total} points; “{grade}” starts at {at_least}",
    ),
    "grade.by-lowest-band": (
        "{total} 分，不到 {below} 分为“{grade}”",
        "{total} points; below {below} it is “{grade}”",
    ),
    "grade.by-band-rounded": (
        "{total} 分，取整为 {read} 分，{at_least} 分以上为“{grade}”",
        "{total} points, read as {read}; “{grade}” starts at {at_least}",
    ),
    "grade.adopted": (
        "采用{name}：{rating}，对应“{grade}”",
        "Taken over from {name}: {rating}, which is “{grade}”",
    ),
    "grade.inherited": ("随所属党总支定为“{grade}”", "As its general branch: “{grade}”"),
    "grade.not-inherited": (
        "所属党总支为“{unit_grade}”，本支部定为“{grade}”。理由：{reason}",
        "The general branch is “{unit_grade}”, this branch “{grade}”. Reason: {reason}",
    ),
    "gate.shut": (
        "{name}未达到 {at_least}，不能定为{grades}，计“{grade}”",
        "{name} is below {at_least}: not {grades}, so “{grade}”",
    ),
    "gate.missing": (
        "不具备“{name}”，不能定为{grades}，计“{grade}”",
        "“{name}” is not there: not {grades}, so “{grade}”",
    ),
    "gate.unknown": (
        "没有{name}的数据，不能定为{grades}，计“{grade}”",
        "{name} is not known: not {grades}, so “{grade}”",
    ),
    "gate.not-set": (
        "{name}要达到多少还没有设定（采用制度时由组织部设定），不能定为{grades}，计“{grade}”",
        "How high {name} must be is not set (the county sets it as it adopts the pack): not {grades}, so “{grade}”",
    ),
    "gate.not-asked": ("没有{name}的数据，未作要求", "{name} is not known and was not asked for"),
    "consequence.forced": ("{name}：一律定为“{grade}”", "{name}: “{grade}” without exception"),
    "consequence.at-most": ("{name}：最高定为“{grade}”", "{name}: “{grade}” at most"),
    "consequence.at-least": ("{name}：不低于“{grade}”", "{name}: “{grade}” at least"),
    "consequence.shown": ("{name}：供参考（“{grade}”左右）", "{name}: for information (about “{grade}”)"),
    "decision.as-computed": ("定为“{decided}”，与计算等级一致", "Decided “{decided}”, as computed"),
    "decision.raised": (
        "计算等级“{computed}”，定为“{decided}”（上调）。理由：{reason}",
        "Computed “{computed}”, decided “{decided}” (raised). Reason: {reason}",
    ),
    "decision.lowered": (
        "计算等级“{computed}”，定为“{decided}”（下调）。理由：{reason}",
        "Computed “{computed}”, decided “{decided}” (lowered). Reason: {reason}",
    ),
    # -- quotas ---------------------------------------------------------------------------------------------------
    "quota.over": (
        "“{grade}”{count} 个，占 {share} %，上限 {most} 个，超出 {over} 个",
        "“{grade}”: {count}, {share} %, over the limit of {most} by {over}",
    ),
    "quota.under": (
        "“{grade}”{count} 个，占 {share} %，少于 {least} 个，差 {under} 个",
        "“{grade}”: {count}, {share} %, {under} short of {least}",
    ),
    "quota.kept": (
        "“{grade}”{count} 个，占 {share} %，在规定比例之内",
        "“{grade}”: {count}, {share} %, within bounds",
    ),
    "quota.about": (
        "“{grade}”{count} 个，占 {share} %，参考比例 {about} % 左右",
        "“{grade}”: {count}, {share} %; about {about} % expected",
    ),
    "quota.among-committee": (
        "“{grade}”{count} 个，占 {share} %；比例按各党（工）委分别计算",
        "“{grade}”: {count}, {share} %; the share is counted for each committee by itself",
    ),
    "quota.among-county": (
        "“{grade}”{count} 个，占 {share} %；比例按全县合计计算",
        "“{grade}”: {count}, {share} %; the share is counted over the whole county",
    ),
    "quota.not-set": (
        "“{grade}”{count} 个，占 {share} %，没有规定比例",
        "“{grade}”: {count}, {share} %; no limit is set",
    ),
}
