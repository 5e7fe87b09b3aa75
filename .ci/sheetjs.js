// Saves workbooks with SheetJS in each format it writes: sheetjs.js OUT FILE...
const fs = require('fs'), path = require('path'), XLSX = require('xlsx');
const formats = { xlsx: ['xlsx', 'xlsx'], xls: ['biff8', 'xls'], xml: ['xlml', 'xml'], ods: ['ods', 'ods'], fods: ['fods', 'fods'], xlsb: ['xlsb', 'xlsb'], xls95: ['biff5', 'xls'] };
const [out, ...files] = process.argv.slice(2);
for (const file of files) {
  const book = XLSX.readFile(file);
  for (const [row, [bookType, ending]] of Object.entries(formats)) {
    const folder = path.join(out, 'sheetjs-' + row);
    fs.mkdirSync(folder, { recursive: true });
    XLSX.writeFile(book, path.join(folder, path.basename(file, '.xlsx') + '.' + ending), { bookType });
  }
}
