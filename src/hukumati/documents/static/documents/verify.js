// The token of a QR code stands in the address after "#", which browsers do not send.
// This hands it to the page's form and takes it out of the address bar; without JavaScript the
// form is filled in by hand. It reads nothing else and calls nobody but the page's own address.

const TOKEN = /^[A-Za-z0-9_-]{40,1024}$/;

function check() {
  const token = location.hash.slice(1);
  const field = document.querySelector('form[method="post"] input[name="token"]');
  if (!field || !TOKEN.test(token)) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = token;
  field.form.submit();
}

addEventListener("hashchange", check);
check();
