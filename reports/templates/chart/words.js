// Words in two languages, and elements made without ever parsing text as mark-up.

const words = JSON.parse(document.getElementById("words").textContent);
let language = words.language;

const number = (value) => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, language === "vi" ? "." : ",");

// The words of a code, values in their places; the code itself where there are none.
function t(code, values = {}) {
  const text = words.tables[language][code] ?? code.slice(code.indexOf(".") + 1);
  return text.replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? number(values[name]) : values[name],
  );
}

// What is told of the graph: a sentence by its code and values, or a text as it was given.
const saidOf = (told) => (typeof told === "string" ? told : t(`told.${told[0]}`, told[1]));

const kindWords = (node) => t(`kind.${kinds[node.kind].name}`);
const relationWords = (edge) => t(`relation.${relations[edge.relation].name}`);
const short = (text, length) => {
  const letters = Array.from(text);
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join("")}…`;
};
// All times are UTC; a part of a time (a year, a day) has no zone to speak of.
const timeWords = (text, zone = " UTC") => text.replace("T", " ").replace(/Z$/, zone);

// Names of details as the program knows them; others stand as they were given.
function factWords(name) {
  const [, sum, rest] = name.match(/^(sum )?(.*)$/s);
  const text = words.tables[language][`fact.${rest}`] ?? rest;
  return sum ? `${t("fact.sum")} ${text}` : text;
}
const factRows = (facts) => facts.map(([name, fact]) => [factWords(name), fact]);

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);
// Text from evidence: isolated, so that it turns no line around.
const own = (text) => make("bdi", {}, text);
const button = (code, act) => make("button", { type: "button", onclick: act }, t(code));
const byId = (id) => document.getElementById(id);

function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
}
