// Warns before the session ends from idleness. Typing keeps it going; the server says how long is left.
const dialog = document.getElementById('session-warning')
const { url, limit, warning, form, signIn } = dialog.dataset
const show = (state) => {
  for (const part of dialog.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== state
  dialog.setAttribute('aria-labelledby', state === 'ended' ? 'session-ended' : 'session-title')
  if (!dialog.open) dialog.showModal()
}
let typed = false
let timer

async function left (method) {
  const headers = { 'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '' }
  const response = await fetch(url, { method, headers, cache: 'no-store' })
  return (await response.json()).seconds
}

async function check () {
  let seconds
  try {
    seconds = await left(typed ? 'POST' : 'GET')
  } catch {
    return wait(30) // The network is gone for now: nothing is known.
  }
  typed = false
  if (seconds <= 0) return show('ended')
  if (seconds <= warning) {
    show('warning')
    return wait(Math.min(seconds, 15))
  }
  if (dialog.open) dialog.close()
  wait(seconds - warning)
}

function wait (seconds) {
  clearTimeout(timer)
  timer = setTimeout(check, (seconds + 1) * 1000)
}

document.addEventListener('input', () => { typed = true })
dialog.addEventListener('close', () => { if (!dialog.querySelector('[data-when=warning]').hidden) stay() })
dialog.querySelector('[data-stay]').addEventListener('click', () => dialog.close())
dialog.querySelector('[data-return]').addEventListener('click', () => {
  const typedIn = form && document.getElementById(form)
  if (!typedIn) return location.assign(signIn)
  // The server keeps what is posted, and gives it back after signing in.
  const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'redisplay', value: '1' })
  typedIn.append(field)
  typedIn.submit()
})

function stay () {
  typed = true
  check()
}

wait(limit - warning)
