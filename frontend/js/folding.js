/** One form for comparing what people type: YAZICI, yazıcı and yazici are one word. */
export function fold(text) {
  return text.replace(/[İIı]/g, "i").toLocaleLowerCase("en").normalize("NFD").replace(/\p{M}/gu, "").trim();
}
