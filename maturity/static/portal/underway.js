// Follows work that a worker does: shows how far it has come, and loads the page anew once it is over.
const place = document.getElementById('underway')
const told = document.getElementById('underway-told')
const EVERY = Number(place.dataset.every ?? 3000)
const TELL = 15000 // How often it is read out at most: whoever listens is doing something else.
let last = Date.now()

async function look () {
  let response
  try {
    response = await fetch(place.dataset.url, { cache: 'no-store' })
  } catch {
    return again() // The network is gone for now.
  }
  if (response.redirected || response.status === 403 || response.status === 404) return // Signed out.
  const text = await response.text()
  const shown = new DOMParser().parseFromString(text, 'text/html').getElementById('underway')
  if (!shown) return again()
  if (shown.querySelector('[data-over]')) return location.reload()
  place.replaceChildren(...shown.children)
  if (Date.now() - last >= TELL) {
    last = Date.now()
    told.textContent = [...place.querySelectorAll('[data-tell]')].map((part) => part.textContent.trim()).join('. ')
  }
  again()
}

function again () {
  setTimeout(look, EVERY)
}

again()
