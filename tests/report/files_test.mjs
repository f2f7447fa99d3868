// SPDX-License-Identifier: Apache-2.0
// The charts as files: SVG with outlines instead of fonts and PNG, of slide size, named after what
// they show; names with markup do no harm.
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const [root, pages] = process.argv.slice(2);
const tool = join(root, 'tools/report');
const failures = [];
const expect = (isTrue, text) => {
    if (!isTrue) failures.push(text);
};

function render(name, language, ...formats) {
    const folder = mkdtempSync(join(tmpdir(), 'report-files-'));
    mkdirSync(folder, {recursive: true});
    const printed = execFileSync(
        'node',
        [join(tool, 'render.mjs'), join(pages, `${name}.json`), language, folder, ...formats],
        {encoding: 'utf8'});
    const names = printed.split('\n').filter(Boolean);
    expect(
        JSON.stringify([...names].sort()) === JSON.stringify(readdirSync(folder).sort()),
        `${name}: names printed are files`);
    return {folder, names};
}

const usual = render('usual', 'sv', 'svg', 'png');
for (const name
         of ['overview', 'gaps', 'differences_joined_1', 'map_joined_3',
             'interfaces_handover_lost_share_joined_2', 'gain_lose_service_gap_days_joined_1',
             'calendar_service_school', 'story_1']) {
    expect(
        usual.names.includes(`${name}.svg`) && usual.names.includes(`${name}.png`),
        `usual: no ${name} among ${usual.names.join(' ')}`);
}
for (const name of usual.names) {
    const bytes = readFileSync(join(usual.folder, name));
    if (name.endsWith('.png')) {
        expect(
            bytes.toString('latin1', 1, 4) === 'PNG' && bytes.readUInt32BE(16) === 1920,
            `${name} is a PNG 1920 wide`);
        expect(bytes.length > 15000, `${name} shows something: ${bytes.length} bytes`);
    } else {
        const text = bytes.toString();
        expect(
            !/<text|NaN|undefined|Infinity/.test(text),
            `${name} has letters that are no outlines, or no numbers`);
        expect(/<use|<path/.test(text), `${name} shows nothing`);
    }
}

const markup = render('markup', 'fi', 'svg');
expect(markup.names.length * 2 === usual.names.length, `markup: ${markup.names.length} files`);

expect(render('empty', 'en', 'svg').names.length === 0, 'nothing comes of nothing');
for (const {folder} of [usual, markup]) rmSync(folder, {recursive: true});
console.log(
    failures.length === 0 ? `${usual.names.length + markup.names.length} files` :
                            failures.join('\n'));
process.exit(failures.length === 0 ? 0 : 1);
