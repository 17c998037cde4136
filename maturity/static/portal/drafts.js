// Keeps what is typed in a form until the portal says that it has arrived, and offers it again.
// Answers, which are saved as they are given, have a script of their own.
const words = document.getElementById('kept-text')
const KEPT_DAYS = 14
const DRAFTS = `draft/${words.dataset.person}/`
// The marks of the forms that have arrived of late, as the portal names them in a cookie.
const arrived = (/(?:^|; )arrived=([^;]*)/.exec(document.cookie)?.[1] ?? '').split('.')
const language = /^\/(en|fr)(?=\/)/
const place = location.pathname.replace(language, '') + location.search

class Form {
  constructor (form, number) {
    this.form = form
    this.key = `${DRAFTS}form${place}#${number}`
    form.addEventListener('input', () => this.keep())
    form.addEventListener('change', () => this.keep())
  }

  /** The fields that a person fills in, and the marks of what they saw; no secret, no file. */
  get controls () {
    return [...this.form.elements].filter((each) => each.name &&
      !['csrfmiddlewaretoken', 'once'].includes(each.name) &&
      !each.matches('button, fieldset, [type=file], [type=password], [type=submit]'))
  }

  /** The fields as [name, value], as a browser posts them. */
  get values () {
    return this.controls.filter((each) => !each.matches('[type=radio], [type=checkbox]') || each.checked)
      .flatMap((each) => each.matches('select[multiple]')
        ? [...each.selectedOptions].map((option) => [each.name, option.value])
        : [[each.name, each.value]])
  }

  keep () {
    try {
      const draft = { values: this.values, at: Date.now(), mark: this.form.elements.once.value }
      localStorage.setItem(this.key, JSON.stringify(draft))
    } catch {
      // Full, or forbidden: the page itself still holds what was typed.
    }
  }

  get draft () {
    try {
      return JSON.parse(localStorage.getItem(this.key))
    } catch {
      return null
    }
  }

  discard () { localStorage.removeItem(this.key) }

  /** Says what was typed earlier, without the marks that every page has anew. */
  typed (values) {
    const hidden = new Set(this.controls.filter((each) => each.type === 'hidden').map((each) => each.name))
    return JSON.stringify(values.filter(([name]) => !hidden.has(name)))
  }

  fill (values) {
    for (const each of this.controls) {
      const given = values.filter(([name]) => name === each.name).map(([, value]) => value)
      if (each.matches('[type=radio], [type=checkbox]')) each.checked = given.includes(each.value)
      else if (each.matches('select[multiple]')) for (const option of each.options) option.selected = given.includes(option.value)
      else if (given.length) each.value = given[0]
      if (given.length) each.closest('details')?.setAttribute('open', '')
    }
  }

  offer () {
    const draft = this.draft
    if (!draft) return
    if (arrived.includes(draft.mark) || !(draft.at > Date.now() - KEPT_DAYS * 86_400_000)) return this.discard()
    if (this.typed(draft.values) === this.typed(this.values)) {
      // A page that answers a post holds what was typed, but the portal does not yet.
      return 'posted' in words.dataset ? this.keep() : this.discard()
    }
    const banner = words.content.firstElementChild.cloneNode(true)
    banner.addEventListener('click', ({ target }) => {
      if (!target.matches('button')) return
      if (target.name === 'restore') {
        this.fill(draft.values)
        this.keep()
      } else this.discard()
      banner.remove()
      this.controls.find((each) => each.type !== 'hidden')?.focus()
    })
    this.form.before(banner)
  }
}

const WRITTEN = 'textarea, select, input:not([type=hidden], [hidden], [type=file], [type=submit])'
const forms = [...document.querySelectorAll('main form[method=post]')].filter((form) =>
  form.elements.once && !form.dataset.save && form.querySelector(WRITTEN) && !form.querySelector('[type=password]'))
forms.map((form, number) => new Form(form, number)).forEach((form) => form.offer())
