// Copies the tables of a page in Chromium and pastes them: clipboard.js MODULES CHROMIUM PAGE FOLDER. Writes clip.html
// and clip.txt, the two ways in which the copy lies in the clipboard, and print.pdf, the page as Chromium prints it.
const path = require('path')
const fs = require('fs')
const [modules, chromium, page, folder] = process.argv.slice(2)
const puppeteer = require(path.join(modules, 'puppeteer-core'))
;(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox'] })
  const tab = await browser.newPage()
  await tab.goto('file://' + page)
  await tab.pdf({ path: path.join(folder, 'print.pdf'), format: 'A4' })
  await tab.evaluate(() => {
    const area = document.createElement('textarea')
    area.id = 'pasted'
    document.body.append(area)
    area.addEventListener('paste', (e) => {
      window.pasted = ['text/html', 'text/plain'].map((kind) => e.clipboardData.getData(kind))
    })
    const range = document.createRange()
    range.selectNodeContents(document.querySelector('article'))
    getSelection().removeAllRanges()
    getSelection().addRange(range)
    document.execCommand('copy')
    area.focus()
  })
  await tab.keyboard.down('Control')
  await tab.keyboard.press('v')
  await tab.keyboard.up('Control')
  const [html, text] = await tab.evaluate(() => window.pasted)
  fs.writeFileSync(path.join(folder, 'clip.html'), html)
  fs.writeFileSync(path.join(folder, 'clip.txt'), text)
  await browser.close()
})().catch((e) => { console.error(e); process.exit(1) })
