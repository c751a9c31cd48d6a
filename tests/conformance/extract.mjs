// Prints, as JSON, the text that pdf.js finds in each of the files named: FILE → text.
// pdf.js gives pieces; those that touch are one word.
import fs from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const TOUCH = 0.15; // of the letters' height

function touches(before, after) {
  if (!before || before.hasEOL) return false;
  if (/^\p{Mn}/u.test(after.str)) return true; // a mark belongs to the letter before it
  const height = after.height || before.height;
  if (Math.abs(before.transform[5] - after.transform[5]) > height / 2) return false;
  const right = after.transform[4] - before.transform[4] - before.width;
  const left = before.transform[4] - after.transform[4] - after.width;
  return Math.min(Math.abs(right), Math.abs(left)) < TOUCH * height;
}

async function text(file) {
  const pdf = await getDocument({ data: new Uint8Array(fs.readFileSync(file)), verbosity: 0 }).promise;
  let found = "";
  for (let number = 1; number <= pdf.numPages; number += 1) {
    let before = null;
    for (const piece of (await (await pdf.getPage(number)).getTextContent()).items) {
      found += (touches(before, piece) ? "" : "\n") + piece.str;
      if (piece.str && !/^\p{Mn}+$/u.test(piece.str)) before = piece; // a mark alone has no place of its own
    }
  }
  return found;
}

const texts = {};
for (const file of process.argv.slice(2)) texts[file] = await text(file);
console.log(JSON.stringify(texts));
