// Saves each answer as it is given. What cannot be saved yet is kept in this browser, and offered
// again when the page is next opened.
const form = document.querySelector('form[data-save]')
const words = document.getElementById('autosave').dataset
const live = document.querySelector('#autosave [role=status]')
const PAUSE = 1000 // milliseconds without typing after which a text is saved
const LONGEST_PAUSE = 30_000 // between two attempts, while the portal cannot be reached
const LONGEST_WAIT = 30_000 // of a button or a link for what is being saved
const KEPT_DAYS = 14
const DRAFTS = `draft/${form.dataset.person}/`
const POSTED = 'posted'
// The marks of the forms that have arrived of late, as the portal names them in a cookie.
const arrived = (/(?:^|; )arrived=([^;]*)/.exec(document.cookie)?.[1] ?? '').split('.')

class Answer {
  constructor (block) {
    this.block = block
    this.code = block.dataset.code ?? block.dataset.answer
    this.key = `${DRAFTS}${form.dataset.subject}/${block.dataset.answer}`
    this.seen = block.querySelector(`[name="${block.dataset.answer}-seen"]`)
    this.status = block.querySelector('.save-status')
    // Not what the page holds now: somebody may have answered before this script was there.
    this.saved = this.first = textOf(asSent(block))
    this.pause = PAUSE
    block.addEventListener('input', (event) => {
      if (this.conflict?.contains(event.target)) return
      this.changed(event.target.matches('textarea, input:not([type=radio], [type=checkbox])') ? PAUSE : 0)
    })
    block.addEventListener('change', () => this.save())
    block.addEventListener('input', () => this.replace(), { once: true })
  }

  get fields () { return fieldsOf(this.block) }

  get text () { return textOf(this.block) }

  get rating () { return this.block.querySelector('.scale input:checked')?.value ?? '' }

  /** Whether it is to take the place of each channel's answer, as long as nothing did. */
  get isJoined () { return this.seen?.value.startsWith('in-place-of-') && !this.block.dataset.channel }

  /** Whether it counts: what is carried forward does once it is confirmed or changed. */
  get isDone () {
    const confirm = this.block.querySelector('[name$="-confirm"]')
    return this.rating && (!confirm || confirm.checked || this.text !== this.first)
  }

  get reason () { return this.block.querySelector('.reason textarea') }

  get lacksReason () { return this.rating === 'NA' && !this.reason.value.trim() }

  /** The field in which the seconds at its statement are counted (timing.js), if they are. */
  get active () { return form.elements[`${this.code}-active`] }

  get conflict () { return this.block.querySelector('.conflict') }

  changed (pause) {
    store(this.key, { fields: this.fields, at: Date.now() })
    this.tell(words.typing, false)
    showProgress(this.code)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), pause)
  }

  /** What is to replace the answers of another kind does so once one of its statement is changed. */
  replace () {
    for (const other of answers) {
      if (other.code !== this.code || !('inPlace' in other.block.dataset)) continue
      delete other.block.dataset.inPlace
      if (other !== this) other.changed(0)
    }
  }

  async save (keepalive = false) {
    clearTimeout(this.timer)
    if (this.conflict || 'inPlace' in this.block.dataset) return
    if (this.isJoined && !this.rating) return this.tell(words.choose)
    if (this.saving) { this.again = true; return }
    const text = this.text
    if (text === this.saved) return this.settled()
    if (this.lacksReason) return this.tell(words.reason)
    this.saving = this.send(text, keepalive)
    await this.saving
    this.saving = null
    if (this.again) {
      this.again = false
      this.save()
    }
  }

  async send (text, keepalive) {
    const seconds = this.active?.value
    if (seconds) this.active.value = ''
    try {
      const response = await fetch(form.dataset.save.replace('/X/', `/${this.code}/`), {
        method: 'POST',
        body: new URLSearchParams([
          ...this.fields,
          ...(seconds ? [[this.active.name, seconds]] : []),
          ['csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value]
        ]),
        redirect: 'manual', // to signing in
        keepalive
      })
      if (!response.ok) this.giveBack(seconds)
      await this.answered(response, text)
    } catch {
      this.giveBack(seconds)
      this.retry()
    }
  }

  /** Seconds that were not kept go with the next attempt. */
  giveBack (seconds) {
    if (seconds) this.active.value = Number(this.active.value) + Number(seconds)
  }

  async answered (response, text) {
    if (response.type === 'opaqueredirect') return this.tell(words.signedOut, true, form.dataset.signIn)
    if (response.status >= 500) return this.retry()
    if (![200, 409, 422].includes(response.status)) return this.tell(words.refused)
    const { seen, saved_at: time, told = '', shown = {}, errors = {}, warnings = {}, conflict, current, marks = {} } = await response.json()
    this.pause = PAUSE
    this.clear()
    this.show('error', errors)
    this.show('warning', warnings)
    if (response.status === 422) return this.tell(errors.main ?? words.faulty)
    const joined = this.isJoined
    this.seen.value = seen[this.block.dataset.answer]
    const unchanged = this.text === text
    for (const [name, mark] of Object.entries(marks)) form.elements[name].value = mark
    if (conflict) return this.disagree(conflict, current)
    if (joined) this.block.closest('.question').querySelector('[name=undo]')?.removeAttribute('hidden')
    this.saved = text
    this.block.querySelector('.carried')?.remove()
    if (unchanged) this.understood(shown)
    if (this.text !== this.saved) return // It has been changed since, and is yet to be saved.
    this.settled()
    this.tell(`${words.saved.replace('TIME', time)} ${told}`.trim())
    live.append(...Object.values(warnings).map((warning) => ` ${warning}`))
  }

  /** Shows in their fields what was understood, by the fields' ids, except where someone writes. */
  understood (shown) {
    for (const [id, value] of Object.entries(shown)) {
      const field = document.getElementById(id)
      if (field !== document.activeElement) field.value = value
    }
    this.saved = this.text
  }

  settled () {
    localStorage.removeItem(this.key)
    if (this.status.textContent === words.typing) this.tell('', false)
  }

  retry () {
    this.tell(words.offline)
    this.timer = setTimeout(() => this.save(), this.pause)
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE)
  }

  tell (message, aloud = true, link = '') {
    this.status.textContent = message
    if (link) this.status.append(' ', Object.assign(document.createElement('a'), { href: link, textContent: words.signIn }))
    if (aloud) live.textContent = message && `${this.code} – ${message}`
  }

  /** Takes away the errors and warnings that were shown. */
  clear () {
    for (const old of this.block.querySelectorAll('.field-error, .field-warning')) {
      const field = document.getElementById(old.id.replace(/-(error|warning)$/, ''))
      field?.removeAttribute('aria-invalid')
      field?.removeAttribute('aria-describedby')
      old.remove()
    }
  }

  /** Shows errors or warnings, as `kind` says, at their fields, by the fields' ids. */
  show (kind, messages) {
    for (const [id, message] of Object.entries(messages)) {
      const field = document.getElementById(id)
      if (!this.block.contains(field)) continue
      const text = `${words[kind]} ${message}`
      const place = field.closest('.scale') ?? field
      place.before(Object.assign(document.createElement('p'), { className: `field-${kind}`, id: `${id}-${kind}`, textContent: text }))
      if (kind === 'error') field.setAttribute('aria-invalid', 'true')
      field.setAttribute('aria-describedby', `${id}-${kind}`)
      field.closest('details')?.setAttribute('open', '')
    }
  }

  /** Someone else has changed the answer: shows both, and waits for a choice. */
  disagree (html, theirs) {
    this.block.insertAdjacentHTML('afterbegin', html)
    this.tell(words.conflict)
    const decide = (name, act) => this.conflict.querySelector(`[name=${name}]`).addEventListener('click', (event) => {
      event.preventDefault()
      this.conflict.remove()
      act()
      this.block.querySelector('.scale input:checked, .scale input')?.focus()
    })
    decide('keep', () => this.save())
    decide('take', () => {
      this.fill(Object.entries(theirs).map(([name, value]) => [`${this.block.dataset.answer}-${name}`, value]))
      this.saved = this.first = this.text
      this.settled()
      this.tell(words.taken)
      showProgress(this.code)
    })
    this.conflict.setAttribute('tabindex', '-1')
    this.conflict.focus()
  }

  /** Puts values into the fields; each radio or box that is not named is let go, a text is not. */
  fill (fields) {
    const values = Object.fromEntries(fields)
    for (const field of this.block.querySelectorAll('[name]:not(button)')) {
      if (field === this.seen && !(field.name in values)) continue
      if (field.matches('[type=radio], [type=checkbox]')) field.checked = values[field.name] === field.value
      else if (field.name in values) field.value = values[field.name]
      if (field.matches('details *') && field.value && field.matches('textarea, input')) field.closest('details').open = true
    }
  }
}

/** The fields of a block as [name, value], as a browser posts them. */
function fieldsOf (block) {
  return [...block.querySelectorAll('[name]')]
    .filter((field) => !field.matches('button, [type=radio]:not(:checked), [type=checkbox]:not(:checked)'))
    .map((field) => [field.name, field.value])
}

/** What a block says, to compare it by: without the mark of what its reader saw. */
function textOf (block) {
  return JSON.stringify(fieldsOf(block).filter(([name]) => !name.endsWith('seen')))
}

/** A copy of a block as the portal sent it, whatever has been answered since. */
function asSent (block) {
  const copy = document.createElement('form')
  copy.append(block.cloneNode(true))
  copy.reset()
  return copy
}

function store (key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Full, or forbidden: the page itself still holds what was typed.
  }
}

function stored (key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

let waiting = false
let posting = false
const answers = [...form.querySelectorAll('[data-answer]')].map((block) => new Answer(block))

function isSaving () { return answers.some((answer) => answer.saving) }

/** Waits for all that is being saved, and for what was changed meanwhile, but not for ever. */
async function saved () {
  const until = Date.now() + LONGEST_WAIT
  const patience = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT))
  while (isSaving() && Date.now() < until) {
    await Promise.race([Promise.all(answers.map((answer) => answer.saving)), patience])
  }
}

/** Counts what is rated, and shows the lowest rating of a statement's channels. */
function showProgress (code) {
  const codes = [...new Set(answers.map((answer) => answer.code))]
  const ratings = (of) => answers.filter((answer) => answer.code === of).map((answer) => answer.rating)
  const rated = codes.filter((each) => answers.every((answer) => answer.code !== each || answer.isDone)).length
  for (const bar of document.querySelectorAll('[data-beside] [data-rated]')) {
    // Of statements that this page does not show, as many are done as when it was made.
    const done = rated + Number(bar.closest('[data-beside]').dataset.beside)
    if (bar.matches('progress')) bar.value = done
    else bar.textContent = done
  }
  const { rated: yes, unrated: no } = document.getElementById('to')?.dataset ?? {}
  const done = answers.every((answer) => answer.code !== code || answer.isDone)
  for (const option of document.querySelectorAll(`#to [value="${code}"]`)) {
    option.text = option.text.replace(/ – [^,–]+?(?=,| –)/, ` – ${done ? yes : no}`)
  }
  const shown = document.querySelector(`[data-effective="${code}"]`)
  if (!shown) return
  const given = ratings(code)
  const lowest = given.includes('') ? '' : ['N', 'P', 'L', 'F', 'NA'].find((rating) => given.includes(rating))
  shown.textContent = shown.dataset[{ NA: 'ratingNa', '': 'ratingNr' }[lowest] ?? `rating${lowest}`]
}

/** Offers what was typed earlier and never saved. */
function offerDrafts () {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith('draft/'))) {
    if (!((stored(key)?.at ?? 0) > Date.now() - KEPT_DAYS * 86_400_000)) localStorage.removeItem(key)
  }
  const { mark, keys } = JSON.parse(sessionStorage.getItem(POSTED)) ?? {}
  if (arrived.includes(mark)) {
    for (const key of keys) localStorage.removeItem(key)
    sessionStorage.removeItem(POSTED)
  }
  const offered = answers.filter((answer) => {
    const draft = stored(answer.key)
    if (!draft) return false
    const text = JSON.stringify(draft.fields.filter(([name]) => !name.endsWith('seen')))
    if (text !== answer.text && !('unsaved' in answer.block.dataset)) return true
    localStorage.removeItem(answer.key)
    return false
  })
  if (!offered.length) return
  const banner = document.getElementById('drafts')
  banner.querySelector('[data-codes]').textContent = offered.map((answer) => [answer.code, answer.block.dataset.channel].filter(Boolean).join(' – ')).join(', ')
  banner.hidden = false
  banner.addEventListener('click', ({ target }) => {
    if (!target.matches('button')) return
    for (const answer of offered) {
      if (target.name === 'restore') {
        answer.fill(stored(answer.key).fields)
        answer.changed(0)
      } else localStorage.removeItem(answer.key)
    }
    banner.hidden = true
    offered[0].block.querySelector('.scale input:checked, .scale input').focus()
  })
}

/** Gives the other channels of a statement the rating of one, and its reason. */
function copy (from) {
  const values = new Map(from.fields.map(([name, value]) => [name.replace(from.block.dataset.answer, ''), value]))
  for (const other of answers.filter((answer) => answer.code === from.code && answer !== from)) {
    const prefix = other.block.dataset.answer
    const fields = new Map(other.fields)
    for (const name of ['-rating', '-reason', '-reason_language']) fields.set(prefix + name, values.get(name) ?? '')
    other.fill([...fields])
    other.changed(0)
  }
}

form.addEventListener('click', (event) => {
  if (event.target.name !== 'copy') return
  event.preventDefault()
  copy(answers.find((answer) => answer.block.dataset.answer === event.target.value))
})
form.addEventListener('submit', async (event) => {
  for (const answer of answers) {
    clearTimeout(answer.timer)
    answer.again = false
  }
  if (isSaving() && !waiting) {
    // The page must know the mark of what is being saved, or it would be in conflict with itself.
    event.preventDefault()
    waiting = true
    await saved()
    return form.requestSubmit(event.submitter)
  }
  posting = true
  sessionStorage.setItem(POSTED, JSON.stringify({ mark: form.elements.once.value, keys: answers.map((answer) => answer.key) }))
})
for (const event of ['pagehide', 'visibilitychange']) {
  // The first is told to the window alone, the second rises to it.
  window.addEventListener(event, () => {
    if (event === 'visibilitychange' && document.visibilityState === 'visible') return
    for (const answer of answers) if (answer.timer && answer.text !== answer.saved) answer.save(true)
  })
}
document.addEventListener('click', async (event) => {
  const way = event.target.closest('a[href]')
  if (!way || event.defaultPrevented) return
  // Going on would leave behind what cannot be saved without a reason.
  const left = way.matches('[data-move]') && answers.find((answer) => answer.lacksReason)
  const opensHere = !way.target && !event.ctrlKey && !event.metaKey && !event.shiftKey
  if (left) {
    event.preventDefault()
    left.tell(words.reason)
    left.reason.focus()
  } else if (opensHere && answers.some((answer) => answer.again)) {
    // What was changed while it was being saved can be sent only when that has arrived.
    event.preventDefault()
    await saved()
    location.assign(way.href)
  }
})
window.addEventListener('beforeunload', (event) => {
  // By any other way the browser asks: what lacks its reason is kept here alone.
  if (!posting && answers.some((answer) => answer.lacksReason && answer.text !== answer.saved)) event.preventDefault()
})
window.addEventListener('online', () => { for (const answer of answers) answer.save() })
offerDrafts()
for (const answer of answers) {
  if ('unsaved' in answer.block.dataset && !('inPlace' in answer.block.dataset)) {
    // What the page shows but does not hold yet, such as an answer that was split by channel.
    answer.saved = ''
    answer.changed(0)
  } else if (answer.text !== answer.saved) {
    // What was answered before this script was there.
    answer.replace()
    answer.changed(0)
  }
}
// Loading the page again shows what is stored, and does not send once more what rearranged it.
history.replaceState(null, '', location.href)
