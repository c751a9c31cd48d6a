// Asks every two seconds whether the sign-in was approved on the telephone, and then continues by itself. Without
// JavaScript the button continues.

const form = document.querySelector("form[data-approval]");
const ENDS = new Set(["approved", "refused", "over"]);

async function look() {
  const answer = await fetch(form.dataset.approval).catch(() => null);
  if (answer && !answer.ok) return;
  const { state } = answer ? await answer.json() : { state: "waiting" };
  if (ENDS.has(state)) form.submit();
  else setTimeout(look, 2000);
}

if (form) setTimeout(look, 2000);
