// SPDX-License-Identifier: Apache-2.0
// The catalogue of the page's texts: every key is used, every text that is asked for is there, in
// all three languages and with the same holes.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const [root] = process.argv.slice(2);
const folder = join(root, 'tools/report/page');
const catalogue = JSON.parse(readFileSync(join(folder, 'messages.json'), 'utf8'));
const sources = readdirSync(folder)
                    .filter(name => name.endsWith('.mjs'))
                    .map(name => readFileSync(join(folder, name), 'utf8'))
                    .join('\n');
const problems = [];

// ---- texts asked for by their name ----
const used = new Set();
for (const [, key] of sources.matchAll(/\bt\(\s*'([^']+)'/g)) used.add(key);
for (const [, a, b] of sources.matchAll(/\bt\([^?()'`]*\? '([^']+)' : '([^']+)'/g))
    used.add(a).add(b);

// ---- names that are put together: each family with all that it may be asked for ----
const list = pattern => {
    const found = sources.match(pattern);
    if (!found) problems.push(`the test does not find ${pattern} in the page any more`);
    return [...(found?.[1] ?? '').matchAll(/'([^']+)'/g)].map(match => match[1]);
};
const engine = readFileSync(join(root, 'engine/metrics/response_catalogue.cpp'), 'utf8');
const responses =
    new Set([...engine.matchAll(/\{"([a-z_0-9.]+)",\s*"([^"]*)"/g)].map(match => match[1]));
const headline = [...readFileSync(join(root, 'engine/metrics/headline.cpp'), 'utf8')
                      .matchAll(/"([a-z_.0-9]+)"/g)]
                     .map(match => match[1])
                     .filter(name => responses.has(name));
const families = {
    chart: [
        ...[...sources.matchAll(/id: '([a-z_]+)',\s*perDesign/g)].map(match => match[1]),
        ...[...sources.matchAll(/(?:simple|byClass)\(\s*'([a-z_]+)'/g)].map(match => match[1])
    ].flatMap(id => [`${id}.title`, `${id}.lead`]),
    finding:
        ['waiting', 'duplicate', 'gaps'].flatMap(theme => [`${theme}.better`, `${theme}.worse`]),
    verdict: ['reference', 'unclear', 'better', 'worse', 'differs', 'suppressed'],
    mark: list(/MARKS = \[([^\]]*)\]/),
    section: ['headline', 'clocks', 'assumptions', 'method', 'limits', 'glossary'],
    limits: ['1', '2', '3', '4', '5'],
    column: ['path', 'value', 'mark', 'range', 'source', 'year', 'better', 'worse'],
    glossary: list(/GLOSSARY = \[([^\]]*)\]/).flatMap(key => [key, `${key}.meaning`]),
    method: [...sources.matchAll(/\[\s*'(\d_\d)'/g)].flatMap(match => [match[1], `${match[1]}.text`]),
    // What `explain` calls the parts of a reform: the designs of the model, and the rest together.
    part: [
        ...readdirSync(join(root, 'models/family_services/designs'))
            .map(name => name.replace('.yaml', '')),
        'others'
    ],
    'group.language': ['fi', 'sv', 'other'],
    'chart.time': ['d', 'months', 'other'],
    'chart.ownerless': list(/WITHOUT_OWNER = \[([^\]]*)\]/),
    'chart.sensitivity': ['effect', 'value', 'effect_lead', 'share_lead', 'value_lead'],
    duplicate_class: [1, 2, 3, 4, 5, 6, 7].map(number => `P${number}`),
    gap_class: [1, 2, 3, 4, 5, 6, 7, 8].map(number => `G${number}`),
    measure: [
        ...headline, 'by_whom.effective_wait', 'handover.proposed', 'handover.rejected_share',
        'handover.lost_share', 'handover.days_to_answer', 'tellings'
    ],
    story_rule: ['wait', 'gap', 'tellings'].flatMap(rule => [`${rule}_50`, `${rule}_95`]),
    closed_calendar: ['school_days', 'daycare_days'],
    // Those that the table of a story leaves out, or words otherwise, need no text.
    story_event:
        [...readFileSync(join(root, 'engine/results/story_table.cpp'), 'utf8')
             .match(/kNames\{([^}]*)\}/)[1]
             .matchAll(/"([a-z_]+)"/g)]
            .map(match => match[1])
            .filter(
                kind => !['stops_waiting', 'visit_ends', 'contact', 'told', 'gap_begins', 'closed']
                             .includes(kind)),
    unit: ['d', 'min', 'h', 'share', '1', 'h/1000/year', 'd/1000/year', 'EUR/year', '1/year'],
};
for (const [family, names] of Object.entries(families)) {
    if (names.length === 0) problems.push(`family '${family}' is empty`);
    for (const name of names) used.add(`${family}.${name}`);
}

for (const key of used) {
    if (!(key in catalogue)) problems.push(`'${key}' is asked for but not in messages.json`);
}
const holes = text => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort().join();
for (const [key, entry] of Object.entries(catalogue)) {
    if (!used.has(key)) problems.push(`'${key}' is in messages.json but never asked for`);
    const languages = Object.keys(entry).join();
    if (languages !== 'fi,sv,en') problems.push(`'${key}' is in ${languages}, not in fi,sv,en`);
    for (const text of Object.values(entry)) {
        if (holes(text) !== holes(entry.en)) problems.push(`'${key}' has other holes: ${text}`);
        if (text === '' && key !== 'unit.1') problems.push(`'${key}' is empty in a language`);
        if (/\u2014/.test(text)) problems.push(`'${key}' has an em dash: ${text}`);
    }
}

console.log(
    problems.length === 0 ? `${Object.keys(catalogue).length} texts in three languages` :
                            problems.join('\n'));
process.exit(problems.length === 0 ? 0 : 1);
