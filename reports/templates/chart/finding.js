// Search: names without their marks, numbers by their digits, all else by its letters and digits.

const LEAST_NUMBER = 4; // digits above which a number is sought in numbers
const LEAST_WITHIN = 6; // letters and digits of a value that is sought in what was typed

const fold = (text) =>
  text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
// Without what groups: 30A-123.45 and 30a 12345, evil[.]com and evil.com are alike.
const tight = (text) => fold(text).replace(/^hxx/, "htt").replace(/[^\p{L}\p{N}]/gu, "");
// Without what says only that a number is international: 0084, or the 0 after 84.
const digitsOf = (text) => fold(text).replace(/[^0-9]/g, "").replace(/^0+/, "").replace(/^840+/, "84");

const sought = nodes.map((node) => {
  const own = [node.value, ...node.same.map((one) => one.slice(one.indexOf(":") + 1))];
  const values = [...own, ...node.spellings];
  const facts = node.facts.map(([, fact]) => fact);
  const texts = [node.label, node.id, ...node.same, ...values, ...node.names, ...facts];
  const tights = [...new Set(texts.map(tight))];
  return {
    text: `\n${texts.map(fold).join("\n")}\n`,
    tights,
    within: own.map((value) => tight(value.replace(/^[a-z]{1,2}[:/]/, ""))).filter((one) => one.length >= LEAST_WITHIN),
    numbers: values.map(digitsOf).filter(Boolean),
  };
});

function search(typed) {
  const wanted = fold(typed).trim();
  if (!wanted) return [];
  const words = wanted.split(/\s+/);
  const packed = tight(typed.trim());
  // Words beside a number say what it is; an O before it stands for the digit.
  const grouped = wanted.replace(/\b[a-z]+\b/g, " ").replace(/^\s*o(?=[0-9])/, "0");
  const digits = digitsOf(grouped);
  const isNumber = /^[-+().\s0-9]*$/.test(grouped) && digits.length >= LEAST_NUMBER;
  const score = ({ index }) => {
    const { text, tights, within, numbers } = sought[index];
    if (text.includes(`\n${wanted}\n`)) return 7;
    if (text.includes(` ${wanted}\n`) || text.includes(`\n${wanted} `)) return 6;
    if (text.includes(`\n${wanted}`)) return 5;
    if (text.includes(wanted)) return 4;
    if (words.every((word) => text.includes(word))) return 3;
    if (isNumber && numbers.some((one) => one.includes(digits))) return 2;
    if (packed.length >= LEAST_NUMBER && tights.some((one) => one.includes(packed))) return 2;
    const longest = Math.max(0, ...within.filter((one) => packed.includes(one)).map((one) => one.length));
    return longest / 1000; // a value stands within what was typed: an address, a sentence
  };
  const found = nodes.map((node) => [score(node), node]);
  const least = found.some(([points]) => points > 1) ? 1 : 0;
  return found
    .filter(([points]) => points > least)
    .sort(([one, a], [other, b]) => other - one || b.links - a.links || a.index - b.index)
    .map(([, node]) => node);
}
