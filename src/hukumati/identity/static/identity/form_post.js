// Sends the response on to the site at once; without scripts the person presses the button.
document.getElementById('form-post').submit()
