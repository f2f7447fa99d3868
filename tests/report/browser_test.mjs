// SPDX-License-Identifier: Apache-2.0
// The pages of report_fixture in a real browser: what is drawn, what can be reached by keyboard,
// what they ask the network for, what assistive technology is told, what goes on paper, and that
// the numbers are those of the data.
//   node browser_test.mjs ROOT PAGES [CASE …]
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [, folder, ...wanted] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executablePath =
    ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath) {
    console.log('there is no chromium; \'tools/install_dependencies test\' brings it');
    process.exit(1);
}
const LIMIT_OPEN = 2000 * Number(process.env.YHDYSPINTA_SLOWNESS ?? 5);

// Of A4 less the margins of style.css, in CSS pixels.
const PAGE_HEIGHT = (297 - 2 * 15) * 96 / 25.4;

const failures = [];
let checks = 0;
let current = '';
function expect(isTrue, text) {
    ++checks;
    if (!isTrue) failures.push(`${current}: ${text}`);
}
const same = (a, b, text) => expect(
    JSON.stringify(a) === JSON.stringify(b),
    `${text}: expected ${JSON.stringify(b)}, found ${JSON.stringify(a)}`);

/** Charts that each case must draw, in the order of the page. */
const ANALYSES = ['attribution', 'sensitivity', 'best'];
const ALL = [
    'glance', 'overview', 'differences', 'waiting', 'waiting_by_need', 'limits', 'ownerless',
    'gaps', 'duplicate', 'duplicate_pairs', 'interfaces', 'utilisation', 'calendar', 'cost', 'cost_shift',
    'flows', 'flow_change', 'gain_lose', 'groups', ...ANALYSES, 'map', 'story'
];
const FULL = ALL.filter(id => !ANALYSES.includes(id));
const without = (...ids) => FULL.filter(id => !ids.includes(id));
const CHARTS = {
    usual: ALL,
    two_designs: without('overview'),
    one_design: without('overview', 'differences', 'flow_change', 'gain_lose', 'groups'),
    one_replication: without('overview'),
    no_handover: without('interfaces', 'flows', 'flow_change', 'map'),
    services_60: FULL,
    designs_40: FULL,
    failed: FULL,
    markup: ALL,
    queue: ['glance', 'overview', 'differences', 'steps', 'utilisation'],
    empty: [],
    no_paths: without('calendar', 'story'),
};
// With one replication nothing is clear, but the overview still says so.
CHARTS.one_replication = FULL;
const WORDS = {
    fi: 'Pääkohdat',
    sv: 'Det viktigaste',
    en: 'Main points'
};

const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
const context = await browser.newContext({
    viewport: {width: 1280, height: 900},
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write']
});

async function open(name) {
    const page = await context.newPage();
    const complaints = [], requests = [];
    page.on('console', message => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('dialog', dialog => dialog.dismiss());
    const url = pathToFileURL(resolve(folder, `${name}.html`)).href;
    page.on('request', request => {
        if (request.url() !== url && !request.url().startsWith('blob:'))
            requests.push(request.url());
    });
    const start = Date.now();
    await page.goto(url);
    await page.waitForSelector('body[data-drawn="all"]');
    return {page, complaints, requests, time: Date.now() - start};
}

const idsOf = page =>
    page.$$eval('figure.chart', all => all.map(each => each.id.replace('chart-', '')));
/** Marks that a chart has drawn, beside its frame and texts. */
const marksOf = page => page.$$eval(
    'figure.chart',
    all => all.map(
        each => ({
            id: each.id,
            marks:
                each.querySelectorAll(
                        '.drawing svg path:not([fill="none"]), .drawing svg circle, .drawing svg polygon, .drawing svg line')
                    .length,
            texts: each.querySelectorAll('.drawing svg text').length,
            broken: /NaN|undefined|Infinity|\[object/.test(each.outerHTML)
        })));

async function lookAt(name) {
    current = name;
    const data = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const {page, complaints, requests, time} = await open(name);
    expect(time < LIMIT_OPEN, `opens in ${time} ms`);
    await page.keyboard.press('Tab');
    same(
        await page.evaluate(() => document.activeElement.className), 'skip',
        'first stop of the keyboard');
    same(await idsOf(page), CHARTS[name], 'charts');
    for (const {id, marks, texts, broken} of await marksOf(page)) {
        expect(marks >= 2, `${id} draws ${marks} marks`);
        expect(texts >= 2, `${id} has ${texts} texts`);
        expect(!broken, `${id} shows something that is no number`);
    }
    expect(
        !/NaN|undefined|Infinity|\[object/.test(await page.innerText('main')),
        'something that is no number is shown');

    // The numbers of the headline are those of the data, to the last bit.
    for (const cell of await page.$$eval(
             '.headline td[data-design]', all => all.map(each => ({...each.dataset})))) {
        const row = data.headline.find(
            each => each.name === cell.name &&
                Object.entries(each.where).map(part => part.join('=')).join() === cell.where);
        const [mean, half] = row.figures[cell.design];
        same(
            [cell.value, cell.half], [String(mean), String(half)],
            `${cell.name} of design ${cell.design}`);
    }
    if (data.headline.length > 0) {
        expect(
            await page.locator('.headline tbody tr').count() === data.headline.length,
            'rows of the headline');
    }

    // Every chart as a table: with the keyboard, and as many rows as it says.
    for (const id of CHARTS[name]) {
        const button = page.locator(`#chart-${id} .as-table`);
        await button.focus();
        await page.keyboard.press('Enter');
        expect(
            await button.getAttribute('aria-expanded') === 'true',
            `table of ${id} opens with the keyboard`);
        expect(await page.locator(`#table-${id} tbody tr`).count() > 0, `table of ${id} has rows`);
    }

    // Languages: everything changes, the charts are still there.
    for (const language of ['sv', 'en', 'fi']) {
        await page.locator(`#language-${language}`).focus();
        await page.keyboard.press('Enter');
        same(await page.getAttribute('html', 'lang'), language, 'language of the page');
        expect((await page.innerText('main')).includes(WORDS[language]), `words in ${language}`);
        same(await idsOf(page), CHARTS[name], `charts in ${language}`);
        same(
            await page.evaluate(() => document.activeElement.id), `language-${language}`,
            'focus stays');
    }

    // Nothing in a name is markup.
    expect(
        await page.evaluate(
            () => window.broken === undefined &&
                document.querySelectorAll('main img, main script').length === 0),
        'a name was taken for markup');
    same(complaints, [], 'the console says');
    same(requests, [], 'the network was asked for');
    return page;
}

async function lookForBarriers(page, state) {
    // The page forbids scripts from outside; what is evaluated is not one.
    await page.evaluate(axe);
    const {violations} = await page.evaluate(() => axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    }));
    same(
        violations.map(
            each => `${each.id}: ${
                each.nodes.slice(0, 2).map(node => node.html.slice(0, 120)).join(' | ')}`),
        [], `barriers (${state})`);
}

const cases = wanted.length > 0 ? wanted : Object.keys(CHARTS);
for (const name of cases) {
    const page = await lookAt(name);
    if (['usual', 'empty', 'designs_40'].includes(name)) {
        for (const language of name === 'usual' ? ['sv', 'en', 'fi'] : ['fi']) {
            await page.locator(`#language-${language}`).click();
            same(
                await page.locator('.as-table[aria-expanded=false]').count(), 0,
                `closed tables in ${language}`);
            await lookForBarriers(page, `${language}, all tables open`);
        }
    }
    if (name === 'usual') {
        await lookAtUsual(page);
        await lookAtPaper(page, name);
    }
    if (name !== 'markup') await lookForOverlaps(page);
    if (name === 'services_60' || name === 'designs_40') await lookAtPaper(page, name);
    if (name === 'failed') {
        const text = await page.innerText('main');
        expect(
            text.includes('yhdyspinta run x.yaml --replication 2'),
            'tells how to repeat what failed');
        expect(await page.locator('.warning').count() === 2, 'warns of both designs with failures');
        expect(text.includes('ei tuloksia'), 'says which design has no results');
    }
    if (name === 'one_replication') {
        expect(await page.locator('.warning').count() === 1, 'warns of one replication');
        expect(
            await page.locator('.verdict-better, .verdict-worse').count() === 0,
            'claims no clear difference');
    }
    if (name === 'empty')
        expect(await page.locator('.nothing').count() === 1, 'says that there is nothing');
    await page.close();
}

/** Choices, copies, files, explanations and small groups. */
async function lookAtUsual(page) {
    const data = JSON.parse(readFileSync(join(folder, 'usual.json'), 'utf8'));
    await page.locator('#language-en').click();
    const before = await page.innerText('#finding');
    expect(/effective help comes .* sooner/.test(before), `finding: ${before}`);
    await page.selectOption('#design', '2');
    const after = await page.innerText('#finding');
    expect(
        after !== before && after.startsWith('Joined services 2'),
        `finding of another design: ${after}`);
    expect(
        (await page.innerText('#chart-differences h3')).includes('joined services 2'),
        'charts follow the choice');

    await page.selectOption('#variant-interfaces', 'handover.lost_share');
    expect(
        (await page.innerText('#chart-interfaces h3')).includes('Handovers lost'),
        'charts show another measure');

    // A table of weeks is what was kept, and a story of whom the rule says.
    await page.selectOption('#variant-calendar', 'service school');
    expect((await page.innerText('#chart-calendar h3')).includes('school'), 'weeks of a service');
    const weekly = (design, name, key) =>
        data.designs[design]
            .weeks.series.find(each => each.name === name && each.of === key)
            .values;
    const weekCells = await page.$$eval(
        '#table-calendar tbody tr',
        all => all.map(
            each => [...each.querySelectorAll('td')].map(cell => cell.dataset.value ?? null)));
    same(weekCells.length, 104, 'weeks');
    same(
        weekCells.map(cells => cells[2]), weekly(0, 'waiting', 'school').map(String),
        'who waits by week');
    same(
        weekCells.map(cells => cells[1]), weekly(0, 'on_duty', 'school_staff').map(String),
        'hours on duty by week');
    expect(
        weekCells.filter(cells => cells[0] === null).length >= 8,
        'nobody is on duty in the weeks of July');
    expect(
        (await page.innerText('#table-calendar')).includes('schools'), 'holidays have their name');
    const [story] = data.stories;
    expect(
        (await page.innerText('#chart-story')).includes('A simulated child, not a real person'),
        'a story says that nobody is real');
    const ages = await page.innerText('#variant-story');
    expect(ages.includes(`${story.numbers.age} y`), `age in years: ${ages}`);
    await page.selectOption('#variant-story', '2');
    expect(
        (await page.innerText('#chart-story .lead')).includes('95 per cent'),
        'another story tells its own rule');
    const dayCells = await page.$$eval(
        '#table-story tbody tr', all => all.map(each => each.querySelector('td').dataset.value));
    const [, other] = data.stories;
    const wanted = [0, 2].flatMap(
        design =>
            other.designs[design]
                .filter(([, kind]) => !['visit_ends', 'stops_waiting', 'contact'].includes(kind))
                .map(([time]) => String(time - other.designs[design][0][0])));
    same(dayCells, wanted, 'days of a story');

    // Tables and data say the same.
    const row = data.responses.find(
        each => each.name === 'waiting_time.effective_contact' && each.where.need === 'mood');
    const shown = await page.$$eval(
        '#table-waiting_by_need tbody tr',
        (all, text) =>
            all.filter(each => each.textContent.includes(text))
                .map(each => [...each.querySelectorAll('td')].map(cell => cell.dataset.value)),
        'mood and anxiety');
    same(
        shown[0].slice(0, 4).map(Number),
        [...row.figures[0].slice(0, 2), ...row.figures[2].slice(0, 2)], 'figures of a table');

    // Too few to be told about: in no language, no table, no data.
    const small = data.responses.find(each => each.where.municipality === 'tiny');
    same(
        small.figures.map(figure => figure[0]), [null, null, null, null],
        'a small group in the data');
    expect(
        (await page.innerText('#table-groups')).includes('under 5'), 'a small group in the table');
    const seldom = [...data.headline, ...data.responses].filter(
        each => each.name === 'clock.breach_share' && each.where.clock === 'emergency_placement');
    expect(seldom.length === 2, 'a time limit that hardly ever runs is in the data');
    for (const each of seldom) {
        expect(
            each.figures.every(figure => figure[0] === null && figure[6] === 'suppressed'),
            'nothing is told of a time limit that hardly ever runs');
    }
    same(
        data.designs.flatMap(design => design.spreads.map(each => each.where))
            .filter(({need, clock}) => need === 'rare' || clock === 'emergency_placement'),
        [], 'spreads of small groups');

    // The first screen: finding, picture and table at a glance.
    await page.evaluate(() => scrollTo(0, 0));
    await page.setViewportSize({width: 1280, height: 900});
    for (const part of ['h1', '.compared', '#design', '#finding', '#chart-glance svg',
                        '#headline']) {
        const {top} = await page.locator(part).first().evaluate(
            element => ({top: element.getBoundingClientRect().top}));
        expect(top >= 0 && top < 850, `${part} is on the first screen: at ${top}`);
    }

    // Waiting by time limit has the limit drawn in, and the share over it in words.
    await page.selectOption('#variant-waiting', 'clock=assessment_completed');
    const breach = data.responses.find(
        each => each.name === 'clock.breach_share' && each.where.clock === 'assessment_completed');
    const told = await page.innerText('#chart-waiting .lead');
    expect(
        told.includes('3 months') &&
            told.includes(`separate services ${(breach.figures[0][0] * 100).toFixed(1)}`),
        `waiting and its limit: ${told}`);
    expect(
        await page.locator('#chart-waiting svg').getByText('3 months').count() === 1,
        'the limit is drawn in');

    // What is far away does not squeeze the others.
    expect(
        await page.locator('#chart-differences svg').getByText('pp').count() >= 1,
        'shares are compared in percentage points');
    const attribution = await page.$$eval(
        '#table-attribution tbody tr', all => all.map(each => each.cells[1].dataset.value));
    same(
        attribution.map(Number),
        [...data.attribution.measures[0].parts.map(part => part[1]),
         data.attribution.measures[0].whole[1]],
        'parts of the difference');
    expect(
        (await page.innerText('#table-attribution')).includes('work pairs'),
        'parts of the reform have names');
    expect(
        await page.locator('main a[href="#chart-sensitivity"]').count() === 2,
        'the list of assumptions tells where their influence is');
    await page.selectOption('#variant-sensitivity', {index: 1});
    expect(
        (await page.innerText('#chart-sensitivity .lead')).includes('variance'),
        'another kind of sensitivity');
    expect(
        await page.locator('#table-sensitivity tbody tr').count() === 25,
        'every factor is in the table');

    await page.locator('#chart-gaps .copy').click();
    await page.waitForFunction(
        () => document.querySelector('#table-gaps [role=status]').textContent !== '');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(
        copied.split('\n').length === 9 && copied.includes('\t'), `copied: ${copied.slice(0, 80)}`);

    const [csv] = await Promise.all(
        [page.waitForEvent('download'), page.locator('#chart-gaps .save').click()]);
    const saved = readFileSync(await csv.path(), 'utf8');
    expect(
        csv.suggestedFilename() === 'gaps.csv' && saved.split('\r\n').length === 10,
        `saved: ${saved.slice(0, 80)}`);
    const gap =
        data.responses.find(each => each.name === 'service_gap.days' && each.where.class === 'G1');
    expect(saved.includes(String(gap.figures[0][0])), 'the CSV has the figures of the store');

    const [svg] = await Promise.all(
        [page.waitForEvent('download'), page.locator('#chart-map .picture').click()]);
    expect(
        readFileSync(await svg.path(), 'utf8').includes('Process map'),
        'the picture has its title');

    const term = page.locator('.term').first();
    await term.focus();
    expect(await term.locator('.tip').isVisible(), 'explanations come up with the keyboard');

    // On a telephone nothing sticks out.
    await page.setViewportSize({width: 360, height: 740});
    await page.locator('#language-fi').click();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide <= 360, `the page is ${wide} wide on a telephone`);
    await page.setViewportSize({width: 1280, height: 900});
    await page.locator('#language-en').click();
}

/** The text of a PDF without its spaces. */
function textOf(pdf) {
    return execFileSync('pdftotext', ['-', '-'], {input: pdf, maxBuffer: 1e8, encoding: 'utf8'})
        .replace(/\s+/g, '');
}

/** Labels of an axis that has many: each in its own place. */
async function lookForOverlaps(page) {
    const overlaps = await page.$$eval('figure.chart', all => all.flatMap(figure => {
        const texts = [...figure.querySelectorAll('.drawing svg text')]
                          // Boxes around slanted texts overlap where the texts do not.
                          .filter(text => !/rotate|matrix/.test(text.getAttribute('transform')))
                          .map(text => ({text: text.textContent, box: text.getBoundingClientRect()}))
                          .filter(({text, box}) => text.trim() !== '' && box.width > 0);
        const found = [];
        for (const [index, one] of texts.entries()) {
            for (const other of texts.slice(index + 1)) {
                const across = Math.min(one.box.right, other.box.right) -
                    Math.max(one.box.left, other.box.left);
                const down = Math.min(one.box.bottom, other.box.bottom) -
                    Math.max(one.box.top, other.box.top);
                if (across > 4 && down > 0.5 * Math.min(one.box.height, other.box.height))
                    found.push(`${figure.id}: ${one.text} | ${other.text}`);
            }
        }
        return found.slice(0, 3);
    }));
    same(overlaps, [], 'labels on top of each other');
}

/** What the printer gets: every chart, every table, nothing cut off at the right. */
async function lookAtPaper(page, name) {
    await page.emulateMedia({media: 'print'});
    await page.setViewportSize({width: 688, height: 1000});
    const seen = await page.$$eval('figure.chart', all => all.map(each => {
        const drawing = each.querySelector('.drawing svg').getBoundingClientRect();
        const table = each.querySelector('.table');
        return {
            id: each.id,
            width: drawing.width,
            right: drawing.right,
            height: drawing.height,
            hasTable: getComputedStyle(table).display !== 'none'
        };
    }));
    for (const {id, width, right, height, hasTable} of seen) {
        // Taller than a page it would be cut in two.
        expect(
            width > 300 && height > 80 && right <= 690 && height <= PAGE_HEIGHT,
            `${id} on paper: ${width} x ${height}, to ${right}`);
        expect(hasTable, `${id} on paper has its table`);
    }
    same(seen.map(({id}) => id), CHARTS[name].map(id => `chart-${id}`), 'charts on paper');
    const titles = await page.$$eval('figure.chart h3', all => all.map(each => each.textContent));
    const pdf = await page.pdf({format: 'A4', preferCSSPageSize: true});
    const text = textOf(pdf);
    for (const title of titles) {
        expect(text.includes(title.replace(/\s+/g, '')), `the PDF of ${name} has '${title}'`);
    }
    const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
    expect(pages >= 6, `${name} has ${pages} pages on paper`);
    await page.emulateMedia({media: 'screen'});
}

await browser.close();
for (const name of readdirSync(folder).filter(each => each.endsWith('.html'))) {
    if (!(name.replace('.html', '') in CHARTS)) failures.push(`${name}: nobody looks at it`);
}
console.log(
    failures.length === 0 ? `${checks} checks of ${cases.length} pages` : failures.join('\n'));
process.exit(failures.length === 0 ? 0 : 1);
