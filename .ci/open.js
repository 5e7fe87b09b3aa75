// exceljs opens every example and sees formulas with their results; or it opens
// the workbooks named.
const path = require('path')
const ExcelJS = require(path.join(process.argv[2], 'node_modules', 'exceljs'))
const fs = require('fs')
;(async () => {
  if (process.argv.length > 3) {
    for (const name of process.argv.slice(3)) await new ExcelJS.Workbook().xlsx.readFile(path.join(process.argv[2], name))
    return
  }
  const dir = path.join(process.argv[2], 'examples')
  for (const name of fs.readdirSync(dir).filter((n) => n.endsWith('.xlsx'))) {
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path.join(dir, name))
    if (book.creator !== 'gkxl' || book.worksheets.length !== 10) throw new Error(name)
  }
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path.join(dir, 'huaian-2024.xlsx'))
  const total = book.getWorksheet('三、依申请公开').getCell('J5')
  if (total.result !== 3119 || !total.formula) throw new Error(JSON.stringify(total.value))
})().catch((e) => { console.error(e); process.exit(1) })
