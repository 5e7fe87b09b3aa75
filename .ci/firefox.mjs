// Opens, checks, marks and publishes a report with gkxl.html in Firefox:
// firefox.mjs FIREFOX PAGE REPORT FOLDER. What was saved is put into the folder.
import fs from "node:fs";
import path from "node:path";
import url from "node:url";
import puppeteer from "puppeteer-core";

const [, , executablePath, page, report, kept] = process.argv;
let failed = 0;
const hold = (what, is) => { console.log((is ? "ok   " : "FAIL ") + "Firefox: " + what); if (!is) failed++; };

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 720 });
  await tab.goto(url.pathToFileURL(page).href);
  await tab.waitForFunction(() => document.getElementById("ready"), { timeout: 120000 });
  hold("ready", true);
  // What is saved is caught where the page makes an address of it.
  await tab.evaluate(() => {
    window.caught = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.caught.push(blob); return make.call(URL, blob); };
  });
  const saved = async (button) => {
    const before = await tab.evaluate(() => window.caught.length);
    await tab.evaluate((id) => document.getElementById(id).click(), button);
    await tab.waitForFunction((n) => window.caught.length > n || document.getElementById("draft"), { timeout: 120000 }, before);
    if (await tab.evaluate((n) => window.caught.length === n, before)) {
      await tab.evaluate(() => document.getElementById("draft").click());
      await tab.waitForFunction((n) => window.caught.length > n, { timeout: 120000 }, before);
    }
    const text = await tab.evaluate(async (n) => {
      const bytes = new Uint8Array(await window.caught[n].arrayBuffer());
      let s = "";
      for (const b of bytes) s += String.fromCharCode(b);
      return btoa(s);
    }, before);
    return Buffer.from(text, "base64");
  };
  await (await tab.$("#files")).uploadFile(report);
  await tab.waitForSelector("#list [data-verdict]", { timeout: 120000 });
  hold("checks a report", (await tab.$eval("#list [data-verdict]", (e) => e.dataset.verdict)) !== "unread");
  await tab.evaluate(() => document.querySelector("#list [data-file] button").click());
  await tab.waitForSelector("#report [data-field]");
  const marked = await saved("download-marked");
  hold("marks a workbook", marked.subarray(0, 2).toString() === "PK");
  fs.writeFileSync(path.join(kept, "firefox-marked.xlsx"), marked);
  const pdf = await saved("download-pdf");
  hold("makes a PDF", pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 20000);
  fs.writeFileSync(path.join(kept, "firefox.pdf"), pdf);
  await tab.screenshot({ path: path.join(kept, "firefox.png") });
} catch (e) {
  hold(String(e), false);
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
