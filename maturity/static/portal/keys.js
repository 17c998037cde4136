// Passkeys: shows what needs a script, and says when a key could not be used.
for (const form of document.querySelectorAll('[data-needs-script]')) form.hidden = false
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  for (const message of document.querySelectorAll('[data-key-error]')) message.hidden = false
})
