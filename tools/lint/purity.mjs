// A lint rule that the linter lacks: reading the clock through `new Date()` or `Date()`.
// With arguments the same call is a plain calculation, and allowed.

const message = 'The clock comes in as an argument: pass the time in, e.g. `new Date(now)`.';

/** @param {any} node */
const readsClock = (node) =>
  node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0;

export default {
  meta: { name: 'purity' },
  rules: {
    'no-clock': {
      /** @param {any} context */
      create(context) {
        /** @param {any} node */
        const check = (node) => {
          if (readsClock(node)) context.report({ node, message });
        };
        return { NewExpression: check, CallExpression: check };
      },
    },
  },
};
