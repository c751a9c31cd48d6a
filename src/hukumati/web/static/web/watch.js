// While the platform works on an application, its page is looked at again every few seconds and shown anew when it has
// changed; what changed is announced. Without JavaScript the page has a link that does the same.

const SECONDS = [2, 2, 2, 3, 3, 5, 5, 8, 10, 15, 30, 60, 60, 120, 300];

function region() {
  const found = document.createElement("p");
  found.className = "govuk-visually-hidden";
  found.setAttribute("role", "status");
  document.body.append(found);
  return found;
}

async function fresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

const told = (main) => main.textContent.replace(/\s+/g, " ");

async function look(status) {
  const page = await fresh().catch(() => null);
  const next = page?.querySelector("main");
  const main = document.querySelector("main");
  if (!next || main.contains(document.activeElement)) return true;
  if (told(next) !== told(main)) {
    main.replaceWith(document.adoptNode(next));
    document.title = page.title;
    status.textContent = page.title;
  }
  return Boolean(document.querySelector("[data-watched]"));
}

async function watch() {
  const status = region();
  for (const seconds of SECONDS) {
    await new Promise((wake) => setTimeout(wake, seconds * 1000));
    if (!document.hidden && !(await look(status))) return;
  }
}

watch();
