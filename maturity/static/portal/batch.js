// Follows a batch: shows how far it has come, and loads the page anew once it is over.
const place = document.getElementById('batch')
const told = document.getElementById('batch-told')
const EVERY = 3000
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
  if (!response.ok) return again()
  const text = await response.text()
  const shown = new DOMParser().parseFromString(text, 'text/html').body
  if (shown.querySelector('[data-over]')) return location.reload()
  place.replaceChildren(...shown.children)
  if (Date.now() - last >= TELL) {
    last = Date.now()
    const parts = [...place.querySelectorAll('.batch-count, [data-tell]')]
    told.textContent = parts.map((part) => part.textContent.trim()).join('. ')
  }
  again()
}

function again () {
  setTimeout(look, EVERY)
}

again()
