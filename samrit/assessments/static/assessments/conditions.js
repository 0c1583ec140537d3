// When a question is asked: the same three outcomes as the server's (samrit/rules/instruments/conditions.py).
// true, false, or null while an answer that it depends on is open.
const SIGNS = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function both(parts) {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function holds(node, given) {
  const parts = () => node.parts.map((part) => holds(part, given));
  const answer = given[node.code]?.value;
  switch (node.name) {
    case "and": return both(parts());
    case "or": { const found = both(parts().map((one) => (one === null ? null : !one))); return found === null ? null : !found; }
    case "not": { const [found] = parts(); return found === null ? null : !found; }
    case "answered": return answer !== undefined;
    case "ticked": return answer === undefined ? null : answer;
    case "in": return answer === undefined ? null : answer.includes(node.value);
    default: return compared(node, answer);
  }
}

function compared(node, answer) {
  if (answer === undefined) return null;
  if (!node.number) return SIGNS[node.name](String(answer), node.value);
  const value = Object.keys(node.values).length ? node.values[answer] : answer;
  return value === undefined ? null : SIGNS[node.name](Number(value), Number(node.value));
}

export function asked(when, given) {
  return when ? holds(JSON.parse(when), given) === true : true;
}
