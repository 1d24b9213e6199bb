/**
 * One call over HTTP, for the commands of the guide: METHOD URL [FIELD] [BODY]. It prints the answer, or
 * the field of it that is named: `data.documentId`. ADMIN_TOKEN signs in where it is set.
 */
const [method, url, field = '', body] = process.argv.slice(2);
const { ADMIN_TOKEN } = process.env;

const response = await fetch(url, {
  method,
  headers: {
    'content-type': 'application/json',
    ...(ADMIN_TOKEN && { authorization: `Bearer ${ADMIN_TOKEN}` }),
  },
  body,
});
const text = await response.text();
if (!response.ok) {
  console.error(`${method} ${url} answered ${response.status}: ${text}`);
  process.exit(1);
}
const answer = JSON.parse(text);
const found = field === '' ? answer : field.split('.').reduce((value, name) => value[name], answer);
console.log(typeof found === 'string' ? found : JSON.stringify(found, null, 2));
