// Beside the answers (answers.js): marks to come back to, the place on the page, and keys.
const form = document.querySelector('form[data-bookmark]')
const words = document.getElementById('autosave').dataset
const live = document.querySelector('#autosave [role=status]')
const list = document.getElementById('to')
const PLACE = 'place'

/** Sets or removes a mark. What the portal does not take, the button says, and nothing changes. */
async function mark (button) {
  const [code, said] = button.value.split(':')
  try {
    const response = await fetch(form.dataset.bookmark.replace('/X/', `/${code}/`), {
      method: 'POST',
      body: new URLSearchParams({ mark: said, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value }),
      redirect: 'manual' // to signing in
    })
    if (response.type === 'opaqueredirect') return tell(button, words.signedOutMark)
    const { marked, errors } = await response.json()
    if (errors) return tell(button, errors.main)
    show(button, code, marked)
  } catch {
    tell(button, words.unmarked)
  }
}

function show (button, code, marked) {
  button.value = `${code}:${marked ? 'off' : 'on'}`
  button.setAttribute('aria-pressed', marked)
  tell(button, '')
  for (const option of list.querySelectorAll(`[value="${code}"]`)) {
    const rest = option.text.replace(`, ${list.dataset.marked}`, '')
    option.text = marked ? rest.replace(/(?<= – [^–]+)(?= – )/, `, ${list.dataset.marked}`) : rest
  }
  const own = list.querySelector('optgroup')
  own.querySelector(`[value="${code}"]`)?.remove()
  if (marked) {
    const entry = list.querySelector(`[value="${code}"]`).cloneNode(true)
    entry.removeAttribute('selected')
    own.append(entry)
  }
  own.hidden = !own.children.length
}

function tell (button, message) {
  button.parentElement.querySelector('.mark-status')?.remove()
  if (message) button.after(Object.assign(document.createElement('span'), { className: 'mark-status hint', textContent: message }))
  live.textContent = message
}

form.addEventListener('click', (event) => {
  const button = event.target.closest('[name=mark]')
  if (!button) return
  event.preventDefault()
  mark(button)
})

// A switch between one rating and one for each channel has the page made anew: its button stays
// where it was on the screen.
form.addEventListener('submit', ({ submitter }) => {
  if (submitter?.name !== 'switch') return
  sessionStorage.setItem(PLACE, JSON.stringify([submitter.id, submitter.getBoundingClientRect().top]))
})
const [id, top] = JSON.parse(sessionStorage.getItem(PLACE)) ?? []
sessionStorage.removeItem(PLACE)
const control = id && document.getElementById(id)
if (control?.autofocus) {
  // In sight already, it is not moved again when the browser gives it the focus.
  scrollBy({ top: control.getBoundingClientRect().top - top, behavior: 'instant' })
}

// Keys of the view of one statement at a time.
const keys = document.getElementById('keys')
/** The answer that a key is for: that of the channel with the focus, or else the first. */
const answer = () => document.activeElement.closest('[data-answer]') ?? form.querySelector('[data-answer]')

function choose (number) {
  const block = answer()
  const choice = block.querySelectorAll('.choice:not(.choice-NR) input')[number - 1]
  if (!choice) return false
  choice.focus()
  choice.click()
  const reason = block.querySelector('.reason textarea')
  if (choice.value !== 'NA' || reason.value.trim()) return false
  reason.focus()
  return true // the key is not the reason's first letter
}

function press (event) {
  if (!keys.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
  if (event.target.matches('textarea, select, input:not([type=radio], [type=checkbox])')) return
  const key = event.key.toLowerCase()
  const way = { n: '[data-move=next]', p: '[data-move=previous]', m: '[name=mark]' }[key]
  const control = way && document.querySelector(way)
  if (!control) return choose(key) && event.preventDefault()
  event.preventDefault() // where a reason is missing, the key is not its first letter
  if (key !== 'm' || !event.repeat) control.click()
}

if (keys) {
  keys.closest('[hidden]').hidden = false
  keys.checked = localStorage.getItem('keys') !== 'off'
  keys.addEventListener('change', () => localStorage.setItem('keys', keys.checked ? 'on' : 'off'))
  document.addEventListener('keydown', press)
}
