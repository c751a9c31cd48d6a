// Does a little work while the person fills in the form, so that a program that opens accounts by the thousand has to do
// it a thousand times. Without JavaScript the form is sent as it is, and the limit of its network is lower.

const form = document.querySelector("form[data-work]");
const AT_ONCE = 256;

const encoder = new TextEncoder();

async function isRight(challenge, answer, bits) {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${answer}`)));
  return digest.getUint32(0) >>> (32 - bits) === 0;
}

async function work(challenge, bits) {
  for (let first = 0; ; first += AT_ONCE) {
    const answers = Array.from({ length: AT_ONCE }, (_, each) => first + each);
    const right = await Promise.all(answers.map((answer) => isRight(challenge, answer, bits)));
    const found = right.indexOf(true);
    if (found >= 0) return first + found;
  }
}

if (form && globalThis.crypto?.subtle) {
  const { challenge, answer } = form.elements;
  const done = work(challenge.value, Number(form.dataset.work)).then((found) => {
    answer.value = found;
  });
  form.addEventListener("submit", async (event) => {
    if (answer.value) return;
    event.preventDefault();
    await done;
    form.requestSubmit();
  });
}
