// Builds everything the pages load and writes the hashes of the outputs to OUTPUT.sha256. `make frontend` runs it.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import postcss from 'postcss'
import rtlcss from 'rtlcss'
import * as sass from 'sass'
import { paint } from './src/palette.mjs'
import { tatreez } from './src/tatreez.mjs'

const here = import.meta.dirname
const out = join(here, '../src/hukumati/core/design/static/design')

function write(name, text) {
  writeFileSync(join(out, name), text)
}

function compiled(entry) {
  const { css } = sass.compile(join(here, 'src', entry), {
    loadPaths: [join(here, 'node_modules/govuk-frontend/dist')],
    style: 'compressed',
    charset: false,
    quietDeps: true,
    functions: { 'tatreez()': () => new sass.SassString(dataAddress(tatreez()), { quotes: false }) },
  })
  return paint(withoutOldBrowsers(css))
}

// Rules for Internet Explorer, which hides them behind a character that no other browser reads.
function withoutOldBrowsers(css) {
  const root = postcss.parse(css)
  root.walkAtRules('media', (rule) => {
    if (/[\uFFFD]|\\0/.test(rule.params)) rule.remove()
  })
  return root.toString()
}

// Space between letters would tear Arabic words apart.
function unspaced(css) {
  const root = postcss.parse(css)
  root.walkDecls('letter-spacing', (declaration) => declaration.remove())
  return root.toString()
}

function dataAddress(svg) {
  return `url("data:image/svg+xml,${svg.replace(/[%<>#"{}]/g, encodeURIComponent)}")`
}

function styles() {
  write('hukumati.ltr.css', compiled('english.scss'))
  write('hukumati.rtl.css', rtlcss.process(unspaced(compiled('arabic.scss'))))
  write('fonts.css', sass.compile(join(here, 'src/fonts.scss'), { style: 'compressed', charset: false }).css)
}

async function script() {
  await esbuild.build({
    entryPoints: [join(here, 'src/main.js')],
    outfile: join(out, 'hukumati.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    legalComments: 'none',
    banner: { js: '/* Contains GOV.UK Frontend, MIT licence: see LICENCES.txt */' },
  })
}

function fonts() {
  const ours = join(here, '../.venv/bin/python')
  const python = process.env.PYTHON ?? (existsSync(ours) ? ours : 'python3')
  execFileSync(python, [join(here, 'fonts.py'), out], { stdio: 'inherit' })
}

function licences() {
  const read = (path) => readFileSync(join(here, path), 'utf8').trim()
  write('LICENCES.txt', [
    'GOV.UK Frontend (parts of hukumati.*.css and hukumati.js)', read('licences/govuk-frontend.txt'),
    'IBM Plex Sans Arabic (plex-arabic-*.woff2, subsets)', read('node_modules/@ibm/plex-sans-arabic/LICENSE.txt'),
  ].join('\n\n') + '\n')
}

function lock() {
  const hash = (name) => createHash('sha256').update(readFileSync(join(out, name))).digest('hex')
  const lines = readdirSync(out).sort().map((name) => `${hash(name)}  ${name}`)
  writeFileSync(join(here, 'OUTPUT.sha256'), lines.join('\n') + '\n')
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
styles()
await script()
fonts()
copyFileSync(join(here, 'src/icon.svg'), join(out, 'icon.svg'))
licences()
lock()
