/** Of the first labels: told apart on light and dark, also by most who see colours differently. */
const FIRST = [
  'light-dark(#2459b8, #7aa7ff)',
  'light-dark(#b4560f, #f0a060)',
  'light-dark(#1c7a3d, #63cf8a)',
  'light-dark(#a3268b, #f08bdc)',
  'light-dark(#00777f, #4fd1dc)',
  'light-dark(#7a6100, #e3c341)',
  'light-dark(#6a4bc4, #b9a1ff)',
  'light-dark(#b92d2a, #ff8b84)',
];
/** So that each next hue lies far from those before it. */
const GOLDEN_ANGLE = 137.508;

/** A label's colour, by its place among the labels. */
export function labelColour(index: number): string {
  const hue = (index * GOLDEN_ANGLE) % 360;
  return FIRST[index] ?? `light-dark(oklch(0.5 0.14 ${hue}), oklch(0.78 0.12 ${hue}))`;
}
