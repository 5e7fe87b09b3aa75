// Saves a workbook again by a library of Node: resave.js MODULES WAY FROM TO.
const path = require('path')
const [modules, way, from, to] = process.argv.slice(2)
const load = (name) => require(path.join(modules, name))
const ways = {
  async exceljs() {
    const book = new (load('exceljs').Workbook)()
    await book.xlsx.readFile(from)
    await book.xlsx.writeFile(to)
  },
  // As in its manual: nothing asked for.
  async sheetjs() {
    const XLSX = load('xlsx')
    XLSX.writeFile(XLSX.readFile(from), to)
  },
  // With all that reading and writing can be asked to keep.
  async 'sheetjs-all'() {
    const XLSX = load('xlsx')
    const book = XLSX.readFile(from, { cellStyles: true, cellFormula: true, cellNF: true, sheetStubs: true, bookVBA: true })
    XLSX.writeFile(book, to, { cellStyles: true })
  },
  async 'xlsx-populate'() {
    const book = await load('xlsx-populate').fromFileAsync(from)
    await book.toFileAsync(to)
  },
}
ways[way]().catch((e) => { console.error(e.message); process.exit(1) })
