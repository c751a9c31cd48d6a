// Opens the editor at the line that a report's link names; without JavaScript the numbered lines below show it.

const line = Number(new URLSearchParams(location.search).get("line"));
const editor = document.querySelector(".hk-studio-editor textarea");

function begin(text, number) {
  let place = 0;
  for (let count = 1; count < number; count += 1) {
    const next = text.indexOf("\n", place);
    if (next < 0) return place;
    place = next + 1;
  }
  return place;
}

if (editor && line > 0) {
  const start = begin(editor.value, line);
  const end = editor.value.indexOf("\n", start);
  editor.focus();
  editor.setSelectionRange(start, end < 0 ? editor.value.length : end);
  const height = parseFloat(getComputedStyle(editor).lineHeight) || 24;
  editor.scrollTop = Math.max(0, (line - 6) * height);
  editor.scrollIntoView({ block: "center" });
}
