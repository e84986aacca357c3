"""Sentences about what people hand in and take away: tables, grading books, forms, and the command line."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- where ----------------------------------------------------------------------------------------------------
    "tables.at-file": ("{file}", "{file}"),
    "tables.at-sheet": (" 工作表“{sheet}”", ", sheet “{sheet}”"),
    "tables.at-row": (" 第 {row} 行", ", row {row}"),
    "tables.at-column": ("“{column}”列", ", column “{column}”"),
    "tables.line": ("{place}：{said}", "{place}: {said}"),
    # -- files ----------------------------------------------------------------------------------------------------
    "tables.file-missing": (
        "找不到文件 {file}。请检查文件名和所在文件夹。",
        "There is no file {file}. Check its name and folder.",
    ),
    "tables.file-is-folder": (
        "{file} 是文件夹，不是文件。请写出其中的文件名。",
        "{file} is a folder, not a file. Name the file in it.",
    ),
    "tables.file-unreadable": (
        "{file} 打不开（{why}）。请检查权限，或先在 WPS、Excel 中关闭它。",
        "{file} cannot be opened ({why}). Check its permissions, or close it in WPS or Excel first.",
    ),
    "tables.file-empty": (
        "{file} 是空的。请选择填好的文件。",
        "{file} is empty. Choose the file that was filled in.",
    ),
    "tables.file-locked": (
        "{file} 设有打开密码。请在 WPS 或 Excel 中打开，去掉密码后另存，再导入。",
        "{file} is protected by a password. Open it in WPS or Excel, remove the password, save, then try again.",
    ),
    "tables.file-too-large": (
        "{file} 展开后超过 1 GB，不像一份名册。请检查文件，或分成几份。",
        "{file} unpacks to more than 1 GB, which is no register. Check the file, or split it.",
    ),
    "tables.cell-far-away": (
        "{file} 在很远的 {cell} 处还有内容，不像一份名册。请在 WPS 或 Excel 中把名册另存为一个新文件，只留有用的行和列。",
        "{file} says something as far away as {cell}, which is no register. Copy the used rows and columns into a new "
        "file and hand that in.",
    ),
    "tables.not-a-workbook": (
        "{file} 不是完好的 Excel 工作簿。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再试。",
        "{file} is not a sound Excel workbook. Open it in WPS or Excel, save it as .xlsx, then try again.",
    ),
    "tables.not-text": (
        "{file} 不是 CSV 文本。请另存为 CSV（UTF-8），或直接给出 .xlsx 文件。",
        "{file} is not a CSV text. Save it as CSV (UTF-8), or give the .xlsx file itself.",
    ),
    "tables.encoding": (
        "{file} 第 {line} 行的文字编码读不出来（既不是 UTF-8，也不是 GB18030）。请另存为 CSV（UTF-8）。",
        "{file}, row {line}: the text is neither UTF-8 nor GB18030. Save it as CSV (UTF-8).",
    ),
    "tables.csv-broken": (
        "{file} 到第 {line} 行时引号不成对，后面的内容读不下去。请检查这一行之前的引号。",
        "{file}: the quotation marks do not pair up by row {line}, so the rest cannot be read. Check the quotes before it.",
    ),
    "tables.header-missing": (
        "{file}（{sheet}）前 10 行里找不到完整的表头，缺少：{missing}。读到的是：{found}。请补上这些列名。",
        "{file} ({sheet}): no complete header in the first 10 rows. Missing: {missing}. Found: {found}. Add these headings.",
    ),
    "tables.column-twice": (
        "{file}（{sheet}）有两列都叫“{column}”，不知道该用哪一列。请改名或删去一列。",
        "{file} ({sheet}): two columns are called “{column}”. Rename or delete one of them.",
    ),
    # -- cells ----------------------------------------------------------------------------------------------------
    "tables.cell-error": (
        "这一格是错误值 {value}。请在 Excel 里改好公式，或者直接填写。",
        "This cell holds the error {value}. Mend its formula in Excel, or enter the value.",
    ),
    "tables.formula-without-result": (
        "这一格的公式没有结果。请用 Excel 或 WPS 打开，保存后再交；或者直接填写。",
        "The formula in this cell has no result. Open the file in Excel, save it and hand it in again; or enter the value.",
    ),
    "tables.hidden-rows-read": (
        "隐藏（筛选掉）的行也读了，共 {count} 行：{rows}。不要的请删去。",
        "Hidden (filtered) rows are read too, {count} of them: {rows}. Delete those that are not meant.",
    ),
    "tables.web-page": (
        "{file} 其实是网页，不是表格文件。请用 Excel 或 WPS 打开，另存为 .xlsx 再交。",
        "{file} is a web page under the name of a workbook. Open it in Excel, save it as .xlsx and hand that in.",
    ),
    "tables.code-rounded": (
        "编码 {value} 存成了数字，Excel 只保留 15 位，后面的已经不准。请把这一列设为“文本”格式，按原件重新填写。",
        "Code {value} is held as a number; Excel keeps 15 digits, so its end is wrong. Set the column to Text and enter it again from the original.",
    ),
    "tables.code-scientific": (
        "编码被 Excel 改成了科学计数法 {value}，原来的数字已经丢失。请把这一列设为“文本”格式，按原件重新填写。",
        "Excel turned the code into {value}; its digits are lost. Set the column to Text and enter it again from the original.",
    ),
    "tables.code-ends-in-noughts": (
        "编码 {value} 有 {digits} 位，末三位是 000，多半是被 Excel 改写过。请把这一列设为“文本”格式，按原件重新填写。",
        "Code {value} has {digits} digits and ends in 000, as Excel leaves a long number. Set the column to Text and enter it again from the original.",
    ),
    "tables.code-is-date": (
        "编码被 Excel 改成了日期 {value}。请把这一列设为“文本”格式，按原件重新填写。",
        "Excel turned the code into the date {value}. Set the column to Text and enter it again from the original.",
    ),
    "tables.code-too-long": (
        "编码“{value}”超过 64 个字符。请检查是不是填错了列。",
        "Code “{value}” is longer than 64 characters. Check whether it stands in the right column.",
    ),
    # -- what was noticed -------------------------------------------------------------------------------------------
    "tables.columns-unknown": (
        "这些列没有用到，原样保留：{columns}。",
        "These columns are not used and stay as they are: {columns}.",
    ),
    "tables.left-out-total": (
        "合计、小计行不计入，共 {count} 行：{rows}。",
        "Rows with totals are left out, {count} of them: {rows}.",
    ),
    "tables.left-out-note": (
        "表下的说明、签名行不计入，共 {count} 行：{rows}。",
        "Notes and signatures are left out; rows ({count}): {rows}.",
    ),
    "tables.left-out-header": (
        "重复的表头不计入，共 {count} 行：{rows}。",
        "Headers printed again are left out; rows ({count}): {rows}.",
    ),
    "tables.left-out-no-content": (
        "没有内容的行不计入，共 {count} 行：{rows}。",
        "Rows without content are left out, {count} of them: {rows}.",
    ),
    "tables.code-as-number": (
        "这一列的编码存成了数字，开头的 0 可能已经丢失。请核对，最好设为“文本”格式。",
        "Codes in this column are held as numbers; leading noughts may be lost. Check them, and set the column to Text.",
    ),
    # -- grading books ----------------------------------------------------------------------------------------------
    "book.sheet-missing": (
        "{file} 里没有“{sheet}”这张表（现有：{found}）。请用 jiceng template 生成的工作簿填写。",
        "{file} has no sheet “{sheet}” (it has: {found}). Fill in the workbook that jiceng template makes.",
    ),
    "book.of-another-pack": (
        "{file} 是为制度包 {made_for} 制作的，不能用于 {pack}。请改用 --pack {made_for}，或重新生成模板。",
        "{file} was made for the pack {made_for}, not for {pack}. Use --pack {made_for}, or make a new template.",
    ),
    "book.no-lines": (
        "一条记录也没有，人人按没有扣分、没有得分计算。请核对是不是漏填了这张表。",
        "There is not one line, so everybody is graded with nothing deducted and nothing earned. Was this table forgotten?",
    ),
    "tables.sheet-twice": (
        "{file} 里“{other}”和“{sheet}”是同一种表，只能有一张。请合并成一张，或者删去、隐藏不用的。",
        "{file} has two sheets of one kind, “{other}” and “{sheet}”. Merge them, or delete or hide the one not meant.",
    ),
    "book.value-not-per-cent": (
        "填的是“{value}”，这一项用百分数。95% 请填 95，不要填 0.95；真是百分之零点几的，带上百分号，如 0.5%。",
        "It holds “{value}” and the item is in per cent. Write 95 for 95 %, not 0.95; less than one per cent has its sign: 0.5%.",
    ),
    "book.no-organisations": (
        "表里一个党组织也没有。请先填写名册。",
        "There is not one organisation in the table. Fill in the register first.",
    ),
    "book.code-missing": ("没有填党组织代码。请补上。", "The organisation's code is empty. Enter it."),
    "book.name-missing": ("没有填党组织名称。请补上。", "The organisation's name is empty. Enter it."),
    "book.class-missing": (
        "没有填类别。请从 {classes} 中选一个。",
        "The class is empty. Choose one of {classes}.",
    ),
    "book.class-unknown": (
        "没有“{value}”这个类别。本文件的类别是：{classes}；也可以填登记的种类：{kinds}。",
        "There is no class “{value}”. This document has: {classes}; the register's kinds may be used too: {kinds}.",
    ),
    "book.form-unknown": (
        "没有“{value}”这种组织形式。请从 {forms} 中选一个，或留空。",
        "There is no form of organisation “{value}”. Choose one of {forms}, or leave it empty.",
    ),
    "book.members-not-a-count": (
        "党员数填的是“{value}”，应为 0 或正整数。请更正。",
        "The number of members holds “{value}”; it must be 0 or a whole number. Correct it.",
    ),
    "book.measure-not-a-number": (
        "填的是“{value}”，不是数字。请填数字，没有的留空。",
        "It holds “{value}”, which is not a number. Enter a number, or leave it empty.",
    ),
    "book.measure-not-per-cent": (
        "填的是“{value}”，应为 0 至 100 的百分数。95% 请填 95，不要填 0.95。",
        "It holds “{value}”; a per cent from 0 to 100 is wanted. Write 95 for 95 %, not 0.95.",
    ),
    "book.measure-without-column": (
        "名册没有“{measures}”列，评定{grades}的门槛没有数据可看。请加上以此为表头的列（百分数填 80，不填 0.8），再运行一次。",
        "The register has no column “{measures}”, so the gate of {grades} has no figure to look at. Add a column headed "
        "so (80 for 80 %, not 0.8) and run again.",
    ),
    "book.satisfaction-stands-for": (
        "本文件的门槛要看“{measure}”，名册没有这一列，按本列计。若不是同一个数，请另加“{measure}”列。",
        "The document's gate looks at “{measure}”, which has no column; this one is read for it. If they differ, add a "
        "column “{measure}”.",
    ),
    "book.parent-unknown": (
        "上级党组织代码“{value}”不在本表里，登记中也没有。请把上级也列入本表（类别可空），更正代码，或留空。",
        "The superior's code “{value}” is neither listed here nor in the register. List the superior too (its class may stay empty), correct the code, or leave it empty.",
    ),
    "book.parents-in-a-circle": (
        "上下级关系绕成了圈：{codes}。请更正其中一个上级。",
        "The superiors run in a circle: {codes}. Correct one of them.",
    ),
    "book.org-missing": ("没有填党组织代码。请补上。", "The organisation's code is empty. Enter it."),
    "book.org-unknown": (
        "名册里没有代码为“{value}”的党组织。请更正代码，或把它加入名册。",
        "No organisation in the register has the code “{value}”. Correct the code, or add the organisation.",
    ),
    "book.item-missing": (
        "没有填评分项。请填评分项的代号，或“项目/情形”。",
        "The item is empty. Enter its key, or head/condition as printed on the sheet.",
    ),
    "book.item-twice": (
        "“{item}”在第 {first} 行已经记过。请合并成一行，次数相加。",
        "“{item}” is recorded in row {first} already. Put both in one row and add the counts.",
    ),
    "book.value-missing": (
        "没有填次数或得分。扣分、加分填次数，有这种情形填 1，酌情项填分数；没有发生就删去这一行。",
        "The value is empty. Enter how often it occurred, 1 for a condition that holds, the points of a discretionary item; delete the row if nothing occurred.",
    ),
    "book.lines-aside": (
        "有 {count} 行属于不在本文件范围内的党组织，没有计分。",
        "Lines of organisations outside this document, not scored: {count}.",
    ),
    "book.flag-missing": ("没有填认定事项。请补上。", "The finding is empty. Enter it."),
    "book.flag-unknown": (
        "没有“{value}”这个认定事项。本文件规定的是：{known}。请照此填写。",
        "There is no finding “{value}”. This document names: {known}. Enter one of them.",
    ),
    "book.flag-without-effect": (
        "本文件没有规定“{value}”对等级的影响，只保留，不改变等级。",
        "This document attaches nothing to “{value}”; it is kept and changes no grade.",
    ),
    "book.authority-missing": (
        "没有填认定单位。认定要写明由谁作出，请补上。",
        "The authority is empty. A finding says who made it: enter it.",
    ),
    "book.date-missing": (
        "没有填认定日期。请填写，如 2012-04-05。",
        "The date of the finding is empty. Enter it, such as 2012-04-05.",
    ),
    "book.date-unreadable": (
        "日期“{value}”读不出来。请写成 2012-04-05 或 2012年4月5日。",
        "The date “{value}” cannot be read. Write 2012-04-05 or 2012年4月5日.",
    ),
    # -- forms ----------------------------------------------------------------------------------------------------
    "form.grade-unknown": (
        "汇总表“{row}”行有等次“{grade}”，本文件只有 {grades}。请更正等次。",
        "The summary's row “{row}” has the grade “{grade}”; there are only {grades}. Correct the grade.",
    ),
    "form.negative": (
        "汇总表“{row}”行的“{figure}”是 {found}，不能小于 0。请更正。",
        "The summary's row “{row}” has {found} under “{figure}”; it cannot be below 0. Correct it.",
    ),
    "form.row-does-not-add": (
        "汇总表“{row}”行：“{figure}”是 {found}，而 {parts} = {sum}。请核对这一行。",
        "The summary's row “{row}”: “{figure}” is {found}, but {parts} = {sum}. Check that row.",
    ),
    "form.column-does-not-add": (
        "汇总表“{row}”行的“{figure}”是 {found}，各行相加是 {sum}。请核对这一列。",
        "The summary's row “{row}” has {found} under “{figure}”; the rows add up to {sum}. Check that column.",
    ),
    "form.list-differs": (
        "“{row}”的“{figure}”：一览表有 {found} 个，汇总表是 {sum} 个。请核对后重新生成。",
        "“{row}”, “{figure}”: the list has {found}, the summary {sum}. Check both and make them again.",
    ),
    # -- the command line: help -------------------------------------------------------------------------------------
    "cli.about": (
        "基层：把文件变成制度包，把制度包变成可解释的日常工作。",
        "jiceng: documents become packs, packs become running, explained work.",
    ),
    "cli.usage": ("用法：", "usage: "),
    "cli.options": ("选项", "options"),
    "cli.arguments": ("参数", "arguments"),
    "cli.commands": ("命令", "commands"),
    "cli.help-help": ("显示这份说明", "show this help"),
    "cli.help-lang": ("语言：zh 中文，en 英文", "language: zh Chinese, en English"),
    "cli.help-version": ("显示版本", "show the version"),
    "cli.help-pack": (
        "制度包的名字（如 jilin-2012-grading）或文件夹",
        "a pack by name (such as jilin-2012-grading) or folder",
    ),
    "cli.grade.help": ("按制度包给党组织评分定级", "grade organisations under a pack"),
    "cli.grade.about": (
        "读名册和扣分记录，算出每个党组织的总分和等次，写出 grades.csv、summary.xlsx（汇总表）、list.xlsx（一览表）"
        "和 trace.jsonl（逐项说明）。有一行不对就什么也不写，并说明哪一行、哪一列、怎么改。",
        "Reads a register and the lines of deductions, computes every total and grade, and writes grades.csv, "
        "summary.xlsx, list.xlsx and trace.jsonl. If any row is wrong nothing is written, and you are told which row "
        "and column, and what to do.",
    ),
    "cli.grade.orgs": (
        "名册（CSV 或 Excel）：code,name,parent,class",
        "the register (CSV or Excel): code,name,parent,class",
    ),
    "cli.grade.lines": (
        "扣分记录：org,item,scorer,value,reason",
        "the lines: org,item,scorer,value,reason",
    ),
    "cli.grade.flags": ("认定：org,flag,authority,date", "the findings: org,flag,authority,date"),
    "cli.grade.set": (
        "本地设定，可以重复，如 good-quota.at_most=0.20",
        "a local setting, may be repeated, such as good-quota.at_most=0.20",
    ),
    "cli.setting-unclear": (
        "“--set {value}”看不明白。请写成 机制.字段=值，如 good-quota.at_most=0.20。",
        "“--set {value}” is unclear. Write mechanism.field=value, such as good-quota.at_most=0.20.",
    ),
    "cli.register-unreadable": (
        "本机的登记读不出来，只按表中所列核对上级。",
        "The register of this installation cannot be read; superiors are checked against the table alone.",
    ),
    "cli.superiors": (
        "作为上级列出、不参加定级的 {count} 个。",
        "Listed as superiors and not graded: {count}.",
    ),
    "cli.grade.book": (
        "一个工作簿，含组织、扣分、认定三张表（jiceng template 生成）",
        "one workbook with all three as sheets (made by jiceng template)",
    ),
    "cli.grade.out": ("结果写入的新文件夹", "a new folder for the results"),
    "cli.grade.dry-run": ("试运行：只检查和计算，不写文件", "check and compute only, write nothing"),
    "cli.grade.errors": (
        "标出错误的工作簿写到哪里（默认在原工作簿旁边）",
        "where to write the workbook with its errors marked (default: beside the workbook)",
    ),
    "cli.template.help": ("生成填报用的 Excel 工作簿", "make the Excel workbook to be filled in"),
    "cli.template.about": (
        "生成含组织、扣分、认定三张表的工作簿，在 WPS 或 Excel 中填好后交给 jiceng grade --book。",
        "Makes a workbook with the sheets 组织, 扣分 and 认定; fill it in and hand it to jiceng grade --book.",
    ),
    "cli.template.out": ("写到这个文件（默认写到标准输出）", "write to this file (default: standard output)"),
    "cli.pack.help": ("检查制度包", "check packs"),
    "cli.pack.new.help": ("新建一个制度包，写好开头", "begin a new pack"),
    "cli.pack.new.folder": (
        "包的短名（小写英文字母、数字、连字符），也是新文件夹的名字",
        "its short name (small letters, digits, hyphens), which the new folder gets",
    ),
    "cli.pack.new.guide": ("怎样写：docs/writing-a-pack.md", "How to write it: docs/writing-a-pack.en.md"),
    "cli.pack.new.title": ("文件的名称", "what the document is called"),
    "cli.pack.new.document": ("文号", "number of the document"),
    "cli.pack.new.duty": ("文件要求的第一件事", "the first thing the document asks for"),
    "cli.pack.new.clause": ("第几条", "its clause"),
    "cli.pack.new.part": ("要写的内容", "what has to be said"),
    "cli.pack.new.done": (
        "已写好 {file}。改成自己的内容后检查：jiceng pack check {folder}",
        "{file} is there. Write your own over it, then: jiceng pack check {folder}",
    ),
    "cli.pack.name": (
        "“{name}”不能作包名。请用小写英文字母、数字和连字符，如 my-town-2026。",
        "“{name}” cannot be the name of a pack. Use small letters, digits and hyphens, such as my-town-2026.",
    ),
    "cli.pack.there": (
        "“{folder}”已经有了，没有改动。请换一个名字。",
        "“{folder}” is there already and was left as it is. Choose another name.",
    ),
    "cli.pack.check.help": ("检查一个或多个制度包或评分表", "check packs or sheets"),
    "cli.pack.check.paths": (
        "制度包的名字、文件夹，或评分表文件",
        "packs by name or folder, or the files of sheets",
    ),
    "cli.coverage.help": (
        "目录中每一条机制由谁承载、有几个用例",
        "for every row of the catalogue: what carries it, and its cases",
    ),
    "cli.coverage.format": ("table 表格，csv 逗号分隔", "table for reading, csv for machines"),
    # -- the command line: wrong arguments ----------------------------------------------------------------------------
    "cli.wrong": (
        "{said} 用 {command} --help 看用法。",
        "{said} See {command} --help.",
    ),
    "cli.missing": ("缺少：{names}。", "Missing: {names}."),
    "cli.unknown": ("不认识：{names}。请检查拼写。", "Not understood: {names}. Check the spelling."),
    "cli.one-of": (
        "“{name}”不能是“{value}”，请用 {choices} 之一。",
        "“{name}” cannot be “{value}”; use one of {choices}.",
    ),
    "cli.value-missing": ("“{name}”后面要有内容。", "“{name}” needs a value after it."),
    "cli.not-both": (
        "“{name}”和“{other}”不能同时用。请去掉一个。",
        "“{name}” and “{other}” exclude each other. Leave one out.",
    ),
    "cli.orgs-and-lines-or-book": (
        "请给出 --orgs 和 --lines 两个文件，或者给出 --book 一个工作簿。",
        "Give both --orgs and --lines, or one workbook with --book.",
    ),
    "cli.out-missing": (
        "请用 --out 指定结果文件夹；只想检查就加 --dry-run。",
        "Name a folder for the results with --out, or add --dry-run to check only.",
    ),
    # -- the command line: what happened --------------------------------------------------------------------------------
    "cli.error": ("错误：{said}", "Error: {said}"),
    "cli.stopped": ("已停止，没有写出任何结果。", "Stopped. No result was written."),
    "cli.fault": (
        "程序出了故障（{what}），没有写出结果。这不是您的数据的问题；请把这句话和命令一起报告给维护人，"
        "加上环境变量 JICENG_DEBUG=1 可以看到细节。",
        "The program failed ({what}) and wrote no result. Your data is not to blame; report this line and the command "
        "to the maintainers. JICENG_DEBUG=1 shows the details.",
    ),
    "cli.out-is-file": (
        "{out} 是一个文件，不能作结果文件夹。请换一个名字。",
        "{out} is a file and cannot hold the results. Choose another name.",
    ),
    "cli.out-not-empty": (
        "文件夹 {out} 里已经有文件，不会覆盖。请换一个名字，或先清空它。",
        "The folder {out} already has files in it; they will not be overwritten. Choose another name, or empty it first.",
    ),
    "cli.out-not-writable": (
        "{out} 写不进去（{why}）。请检查权限和磁盘空间，或换一个位置。",
        "{out} cannot be written ({why}). Check permissions and disk space, or choose another place.",
    ),
    "cli.reading": ("读取表格", "Reading the tables"),
    "cli.judging": ("评分定级", "Grading"),
    "cli.writing": ("写出结果", "Writing the results"),
    "cli.note": ("提示：{said}", "Note: {said}"),
    "cli.bad-rows": (
        "共有 {count} 处错误，没有写出任何结果。",
        "{count} to correct; no result was written.",
    ),
    "cli.bad-rows-more": (
        "以上是前 {shown} 处，其余 {rest} 处没有列出。",
        "These are the first {shown}; {rest} more are not shown.",
    ),
    "cli.errors-written": (
        "错误已标在 {file} 里（红色单元格和“错误原因”列）。改好后用它再运行一次。",
        "The errors are marked in {file} (red cells and a last column 错误原因). Correct it and run again with it.",
    ),
    "cli.errors-offered": (
        "加上 --errors 文件名.xlsx 可以得到标出全部错误的工作簿。",
        "Add --errors FILE.xlsx to get a workbook with every error marked.",
    ),
    "cli.graded": ("已定级 {count} 个：", "{count} graded:"),
    "cli.grade-count": ("  {grade}：{count} 个，占 {share} %", "  {grade}: {count}, {share} %"),
    "cli.no-superior": ("没有写上级的", "without a superior"),
    "cli.quota": ("比例：{said}", "Shares: {said}"),
    "cli.quota-of": ("比例（{classes}）：{said}", "Shares ({classes}): {said}"),
    "cli.outside": (
        "不在本文件范围：{count} 个（{kinds}），已列入汇总表的“不在范围”表。",
        "Outside this document: {count} ({kinds}); listed on the summary's sheet “不在范围”.",
    ),
    "cli.explanations-owed": (
        "有 {count} 个党组织按规定要写说明情况，一览表中已标出。",
        "Organisations that owe a written explanation: {count}; the list marks them.",
    ),
    "cli.sample-sheets": (
        "这些类别用的是样表，不是公布的标准：{classes}。",
        "These classes use sample sheets, not published standards: {classes}.",
    ),
    "cli.written": ("结果在 {out}：{files}", "The results are in {out}: {files}"),
    "cli.dry-run": (
        "试运行完成，没有写文件。去掉 --dry-run 就会写出 {files}。",
        "Dry run: nothing was written. Without --dry-run it would write {files}.",
    ),
    "cli.template-to-terminal": (
        "模板是 Excel 文件，不能显示在屏幕上。请在命令后加上 > book.xlsx，或用 --out book.xlsx。",
        "The template is an Excel file and cannot be shown on screen. Add > book.xlsx to the command, or use --out book.xlsx.",
    ),
    "cli.template-written": ("模板已写到 {file}。", "The template is in {file}."),
    "cli.pack-sound": ("{path}：没有发现问题。", "{path}: nothing wrong."),
    "cli.pack-counted": (
        "{errors} 个错误，{warnings} 个警告，{remarks} 个提示。",
        "Errors: {errors}, warnings: {warnings}, notes: {remarks}.",
    ),
    "cli.level-error": ("错误", "error"),
    "cli.level-warning": ("警告", "warning"),
    "cli.level-note": ("提示", "note"),
    "cli.finding": ("{level} {file} {key}：{said}", "{level} {file} {key}: {said}"),
    "cli.finding-of-file": ("{level} {file}：{said}", "{level} {file}: {said}"),
    "cli.coverage-row": ("条目", "row"),
    "cli.coverage-name": ("名称", "name"),
    "cli.coverage-state": ("状态", "state"),
    "cli.coverage-mechanism": ("承载机制", "mechanism"),
    "cli.coverage-cases": ("用例（通过/全部）", "cases (passing/all)"),
    "cli.state-runs": ("运行", "runs"),
    "cli.state-partly": ("部分", "partly"),
    "cli.state-modelled": ("只有规则", "modelled"),
    "cli.state-none": ("无", "none"),
    "cli.coverage-hooks": (
        "{mechanisms} 条机制中，{hooked} 条用到自写代码（hooks.py），上限是十分之一。",
        "{hooked} of {mechanisms} mechanisms use code of their own (hooks.py); at most one in ten may.",
    ),
    "cli.coverage-counted": (
        "共 {all} 条：运行 {runs}，部分 {partly}，只有规则和用例 {modelled}，无 {none}。",
        "{all} rows: {runs} run, {partly} partly, {modelled} modelled only, {none} none.",
    ),
    "cli.coverage-years": ("试运行过的年份", "years rehearsed"),
    "cli.coverage-missing": ("缺：{what}", "missing: {what}"),
    "cli.coverage-not-done": ("{mechanism}：{why}", "{mechanism}: {why}"),
    "cli.coverage-no-mechanism": ("{document} 还没有承载它的机制", "no mechanism of {document} carries it"),
    # -- in the results ---------------------------------------------------------------------------------------------
    "grades.with-reason": ("{said}（理由：{reason}）", "{said} (reason: {reason})"),
    "grades.with-clause": ("{said}〔{clause}〕", "{said} [{clause}]"),
    "grades.between": ("；", "; "),
    "grades.explanation-owed": ("（须说明情况）", "(explanation owed)"),
    "grades.sample-note": (
        "{classes} 用的是样表，不是公布的标准。",
        "{classes}: sample sheets, not published standards.",
    ),
    "grades.with-unit": ("随所属党总支定级", "graded with its general branch"),
}
