"""Sentences about official papers: why one cannot be printed, and what to do."""

SENTENCES: dict[str, tuple[str, str]] = {
    "paper.document-number": (
        "发文字号“{number}”写法不对。请按 机关代字〔年份〕序号 写，如：梅市组通〔2012〕40号；年份四位，序号不加“第”、不编虚位。",
        "The document number “{number}” is not in the usual form. Write it as 梅市组通〔2012〕40号: year of four digits in 〔〕, serial without 第 or leading noughts.",
    ),
    "paper.level-unknown": (
        "段落层次只有 0（正文）到 {most}，没有 {found}。请改为其中之一。",
        "A paragraph is of level 0 (body) to {most}; there is no level {found}. Use one of these.",
    ),
    "paper.no-columns": (
        "表格“{table}”没有列。请至少选一列。",
        "The table “{table}” has no columns. Choose at least one.",
    ),
    "paper.too-many-columns": (
        "表格“{table}”有 {found} 列，文书最多 {most} 列。请减少列，或分成几张表。",
        "The table “{table}” has {found} columns; a document holds at most {most}. Leave some out, or make several tables.",
    ),
    "paper.row-length": (
        "表格“{table}”第 {row} 行有 {found} 格，表头有 {expected} 列。请补齐或去掉多出的格。",
        "Row {row} of the table “{table}” has {found} cells, its heading {expected} columns. Make them the same.",
    ),
    "paper.too-many-rows": (
        "共有 {found} 行，这种格式一份最多 {most} 行。请按乡镇或类别分开生成，或改用表格文件（xlsx）。",
        "There are {found} rows; one paper of this format holds at most {most}. Make one for each town or category, or take the workbook (xlsx).",
    ),
    "paper.size-unknown": (
        "没有“{found}”这种纸张。请从 {sizes} 中选一种。",
        "There is no paper size “{found}”. Choose one of {sizes}.",
    ),
    "paper.format-unknown": (
        "不能生成“{found}”格式。请从 {formats} 中选一种。",
        "Papers are not made as “{found}”. Choose one of {formats}.",
    ),
    "paper.qr-too-long": (
        "二维码里的地址有 {found} 个字符，太长，印出来扫不了。请用不超过 {most} 个字符的地址。",
        "The address for the QR code has {found} characters and could not be scanned from paper. Use one of at most {most}.",
    ),
    "paper.takes-too-long": (
        "排版超过 {seconds} 秒还没有完成，已停止。请按乡镇或类别分开生成，或改用表格文件（xlsx）。",
        "Setting this paper took more than {seconds} seconds and was stopped. Make one for each town or category, or take the workbook (xlsx).",
    ),
    "paper.no-font": (
        "服务器上没有可以印中文的字体，所以不能生成 PDF。请下载 docx 或 xlsx，并请管理员安装仿宋、宋体或 Noto Serif CJK SC，或把字体放进 {folder}。",
        "This server has no font for Chinese, so no PDF can be made. Take the docx or xlsx, and ask the administrator to install FangSong, SimSun or Noto Serif CJK SC, or to put a font into {folder}.",
    ),
    "paper.template-broken": (
        "模板 {file} 不能用：{why}。请管理员改正，或从模板文件夹中移走，系统就用自带的模板。",
        "The template {file} cannot be used: {why}. Correct it, or take it out of the folder of templates; the built-in one is then used.",
    ),
    "paper.templates-missing": (
        "设置 JICENG_TEMPLATES 写的 {folder} 不是文件夹。请管理员改正，或去掉这项设置，使用自带的模板。",
        "JICENG_TEMPLATES names {folder}, which is not a folder. Correct it, or leave it unset for the built-in templates.",
    ),
}
