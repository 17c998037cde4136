// Parts that fold. A link into one opens it (newer browsers do so themselves, but not where it leads
// to the part itself); all are opened and closed without loading the page anew.
function reveal () {
  const target = document.querySelector(':target')
  const fold = target?.closest('details.fold')
  if (!fold || fold.open) return
  fold.open = true
  target.scrollIntoView()
}

window.addEventListener('hashchange', reveal)
document.addEventListener('click', (event) => {
  const control = event.target.closest('[data-folds], a[href^="#"]')
  if (!control?.dataset.folds) {
    if (control) setTimeout(reveal)
    return
  }
  event.preventDefault()
  for (const each of document.querySelectorAll('details.fold')) each.open = control.dataset.folds === 'open'
  window.history.replaceState(null, '', control.formAction || control.href)
})
reveal()
