// What is folded or longer than its box is printed whole. The style sheet does so too, but in newer
// browsers alone.
const FOLDED = 'main details:not([open], .guidance)'
let opened = []

window.addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll(FOLDED)]
  for (const each of opened) each.open = true
  for (const each of document.querySelectorAll('textarea')) each.style.height = `${each.scrollHeight + 4}px`
})
window.addEventListener('afterprint', () => {
  for (const each of opened) each.open = false
  for (const each of document.querySelectorAll('textarea')) each.style.height = ''
})
