// Tiptap's suggestions can place themselves with Floating UI; ours place their list with three lines of arithmetic,
// so the library is left out of the bundle and these stand in for it.
const nothing = () => undefined;
export const autoUpdate = nothing;
export const computePosition = nothing;
export const flip = nothing;
export const offset = nothing;
export const shift = nothing;
export const size = nothing;
