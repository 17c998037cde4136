// How many seconds one is active at each statement. They go with its answer (answers.js), or with
// the form, to the secretariat alone, as the privacy notice says.
const form = document.querySelector('form[data-save]')
const IDLE = 60_000 // milliseconds without any input, after which nobody is taken to be there
const MOST = 15 * 60 // seconds at a statement that a visit counts
const counted = new Map() // seconds of this visit, by the name of their field
let last = -Infinity
let statement = null

/** Somebody is there: at the statement that they touch, or where they scroll to. */
function noticed ({ target }) {
  last = performance.now()
  const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2)
  statement = (target.closest?.('.question') ?? middle?.closest('.question')) ?? statement
}

function count () {
  const there = document.visibilityState === 'visible' && document.hasFocus()
  const field = form.elements[`${statement?.id}-active`]
  if (!there || !field || performance.now() - last > IDLE) return
  const seconds = (counted.get(field.name) ?? 0) + 1
  if (seconds > MOST) return
  counted.set(field.name, seconds)
  field.value = Number(field.value) + 1
}

for (const input of ['pointermove', 'pointerdown', 'keydown', 'input', 'focusin', 'scroll']) {
  document.addEventListener(input, noticed, { passive: true })
}
// Come back to by the browser's button, the page still shows what it has sent.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) for (const field of form.querySelectorAll('[name$="-active"]')) field.value = ''
})
setInterval(count, 1000)
