// Our colours in place of the palette of GOV.UK Frontend, which is part of that site's brand.
// Every colour of theirs that reaches the compiled styles has its counterpart here; see the test of the outputs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const COLOURS = {
  // brand blue → deep green
  '#1d70b8': '#1f5c45', '#1a65a6': '#17573f', '#16548a': '#174735', '#0f385c': '#0f3a2a',
  '#5694ca': '#5c8a77', '#8eb8dc': '#9dbcaf', '#d2e2f1': '#dcebe3', '#f4f8fb': '#f7f4ec',
  // green → olive-leaning green
  '#0f7a52': '#1f6b4a', '#0b5c3e': '#174f37', '#083d29': '#0e3525', '#4b9b7d': '#55907a',
  '#87bca8': '#94bda9', '#cfe4dc': '#d5e8dc', '#f3f8f6': '#f3f8f4',
  // teal → slate
  '#158187': '#2b6a78', '#0b4144': '#163f49', '#d0e6e7': '#d8e8ec',
  // purple, for visited links
  '#54319f': '#5b3b73', '#2a1950': '#35204a', '#ddd6ec': '#e5dcec',
  '#651b3e': '#6a1f45', '#f4d7e5': '#f4dae6',
  // red → tatreez red
  '#ca3535': '#b3202f', '#982828': '#851824', '#651b1b': '#6b1520', '#f4d7d7': '#f6dcdd',
  // orange and yellow → saffron
  '#7a3c1c': '#6d3a10', '#fde4d7': '#fbe5cf', '#806f00': '#5f4b00', '#fff8cc': '#fbefc4', '#ffdd00': '#ffcf4a', '#ffee80': '#ffe29a',
  // brown
  '#99704a': '#8a6a45',
  // black and greys → warm
  '#0b0c0c': '#1c1f1c', '#484949': '#52564f', '#858686': '#85867d', '#cecece': '#d6d2c4', '#f3f3f3': '#f5f2ea',
}

const PALETTE = readFileSync(
  join(import.meta.dirname, '../node_modules/govuk-frontend/dist/govuk/settings/_colours-palette--internal.scss'),
  'utf8',
)
const NEUTRAL = ['#ffffff', '#000000']

export function paint(css) {
  return css.replace(/#[0-9a-f]{6}\b/g, (colour) => {
    if (!COLOURS[colour] && !NEUTRAL.includes(colour) && PALETTE.includes(colour)) {
      throw new Error(`${colour} is a colour of GOV.UK: give it a counterpart in palette.mjs`)
    }
    return COLOURS[colour] ?? colour
  })
}
