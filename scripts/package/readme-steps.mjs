/** The steps of the plugin's README, as it tells them: whoever tries them out takes its own words. */

const sectionOf = (readme, heading) => {
  const [, begun] = readme.split(`\n## ${heading}\n`);
  if (begun === undefined) throw new Error(`The README has no section "${heading}".`);
  return begun.split('\n## ')[0];
};

const blocksOf = (text) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, code]) => ({
    language,
    code,
  }));

/** The command of a line, without the comment behind it. */
const commandsOf = ({ code }) =>
  code
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/**
 * @param {string} readme
 * @returns the commands in the order of the page, each with the heading comment of its block, and the
 * files that it asks for, by their paths
 */
export const readSteps = (readme) => {
  const blocks = blocksOf(sectionOf(readme, 'Add it to your Strapi'));
  const files = blocks
    .filter(({ language }) => language === 'js')
    .map(({ code }) => {
      const [, file] = /^\/\/ (\S+\.js)\n/.exec(code) ?? [];
      if (file === undefined)
        throw new Error(`A file of the README does not say where it is:\n${code}`);
      return [file, code];
    });
  return {
    files: Object.fromEntries(files),
    commands: blocks.filter(({ language }) => language === 'sh').map(commandsOf),
  };
};
