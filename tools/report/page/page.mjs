// SPDX-License-Identifier: Apache-2.0
// The page itself: first screen, charts with their tables, assumptions, method. Texts from results
// are set as text, never as markup.
import {CHARTS, withTitle} from './charts.mjs';
import {makeData, makeLabels} from './data.mjs';
import {bestDesign, finding, mainDesign} from './finding.mjs';
import {makeFormat} from './format.mjs';
import {LANGUAGES, makeMessages} from './messages.mjs';

const LANGUAGE_NAMES = {
    fi: 'Suomi',
    sv: 'Svenska',
    en: 'English'
};
const CHART_LOCALES = {
    fi: 'FI',
    sv: 'SV',
    en: 'EN'
};
const GLOSSARY = [
    'interface', 'service_gap', 'duplicate_work', 'effective_help', 'handover', 'time_limit',
    'student_welfare', 'county', 'low_threshold', 'work_pair', 'utilisation', 'confidence_interval',
    'replication'
];
/** What a measure of the headline is about, for the explanation that comes up over its name. */
const TERM_OF = {
    'waiting_time.effective_contact': 'effective_help',
    'duplicate_work': 'duplicate_work',
    'duplicate_work.share': 'duplicate_work',
    'service_gap.days': 'service_gap',
    'service_gap.share_over_30d': 'service_gap',
    'clock.breach_share': 'time_limit',
    'utilisation': 'utilisation'
};
const MARKS = ['S', 'V', 'D', 'U', 'A'];
const LIMITS = 5;
const MOST_BESIDE = 2;
const MOST_NAMED = 4;

const read = id => JSON.parse(document.getElementById(id).textContent);
const data = makeData(read('report-data'));
const catalogue = read('report-messages');
const state = {
    language: document.documentElement.lang,
    design: mainDesign(data),
    variants: {},
    open: new Set()
};
const drawn = [];

/** An element; children are elements or texts. */
function h(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value === undefined || value === false) continue;
        if (key.startsWith('on'))
            element.addEventListener(key.slice(2), value);
        else
            element.setAttribute(key, value === true ? '' : value);
    }
    element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== ''));
    return element;
}

function makeContext() {
    const t = makeMessages(catalogue, state.language);
    const format = makeFormat(state.language, unit => t.of('unit', unit));
    const labels = makeLabels(data, t, state.language);
    return {data, t, format, labels, language: state.language, design: state.design};
}

function term(text, key, t) {
    if (!key) return text;
    const id = `tip-${term.count = (term.count ?? 0) + 1}`;
    return h(
        'span', {class: 'term', tabindex: 0, 'aria-describedby': id}, text,
        h('span', {class: 'tip', role: 'tooltip', id}, t(`glossary.${key}.meaning`)));
}

/** A number as the table shows it; the exact one stays in `data-value`. */
function cellOf(value, column, format, isFirst) {
    if (isFirst && typeof value === 'string') return h('th', {scope: 'row'}, value);
    if (typeof value === 'string') return h('td', {}, value);
    const unit = column.unit ?? '1';
    return h(
        'td', {class: 'number', 'data-value': format.isNumber(value) ? String(value) : undefined},
        column.isDifference ? format.interval(value, undefined, unit, 'always') :
                              format.number(value, unit));
}

const headOf = (column, context) => {
    const unit = column.unit ? context.labels.unit(column.unit) : '';
    return unit === '' ? column.title : `${column.title} (${unit})`;
};

/** RFC 4180; numbers as they are in the store, so with a point. */
function csvOf({columns, rows}, context) {
    const field = value => {
        const text = value === null || value === undefined ? '' : String(value);
        return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    // A share is shown as per cent but saved as it is: the head must not say per cent then.
    const head = column =>
        (column.unit && column.unit !== 'share' && column.unit !== '1' ? headOf(column, context) :
                                                                         column.title);
    return [columns.map(head), ...rows].map(row => row.map(field).join(',')).join('\r\n') + '\r\n';
}

function save(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], {type}));
    h('a', {href: url, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function tableElement(content, caption, context) {
    const {format} = context;
    return h(
        'div', {class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption},
        h('table', {}, h('caption', {}, caption),
          h('thead', {},
            h('tr', {},
              content.columns.map(
                  (column, index) =>
                      h(column.title === '' ? 'td' : 'th', {
                          scope: column.title === '' ? undefined : 'col',
                          class: index > 0 && typeof content.rows[0]?.[index] !== 'string' ?
                              'number' :
                              ''
                      },
                        headOf(column, context))))),
          h('tbody', {},
            content.rows.map(
                row =>
                    h('tr', {},
                      row.map(
                          (value, index) =>
                              cellOf(value, content.columns[index], format, index === 0)))))));
}

function tableTools(content, name, context) {
    const {t} = context;
    const said = h('span', {role: 'status', class: 'small'});
    const asText = () => [content.columns.map(column => headOf(column, context)), ...content.rows]
                             .map(row => row.map(value => value ?? '').join('\t'))
                             .join('\n');
    return h(
        'div', {class: 'table-tools'},
        h('button', {
            type: 'button',
            class: 'copy',
            onclick: async () => {
                try {
                    await navigator.clipboard.writeText(asText());
                    said.textContent = t('page.copied');
                } catch {
                    said.textContent = t('page.copy_failed');
                }
            }
        },
          t('page.copy')),
        h('button', {
            type: 'button',
            class: 'save',
            onclick: () =>
                save(`${name}.csv`, 'text/csv;charset=utf-8', '\ufeff' + csvOf(content, context))
        },
          t('page.save_csv')),
        said);
}

/** One chart with its table, or nothing when there is nothing to draw. */
function chartElement(chart, context, id = chart.id) {
    const {t, labels} = context;
    const variants = chart.variants?.(context) ?? [];
    const variant = state.variants[chart.id] ?? variants[0]?.id;
    const content = chart.build({...context, variant});
    if (!content) return undefined;
    const figure = h(
        'figure', {class: 'card chart', id: `chart-${id}`, style: 'margin-left:0;margin-right:0'});
    const place = h('div', {
        class: 'drawing',
        role: 'img',
        'aria-label': t('chart.summary', {title: content.title, lead: content.lead})
    });
    const tableId = `table-${id}`;
    const isOpen = state.open.has(id);
    const table =
        h('div', {class: 'table', id: tableId, hidden: !isOpen}, tableTools(content, id, context),
          tableElement(content, content.title, context));
    const button =
        h('button', {
            type: 'button',
            class: 'as-table',
            'aria-expanded': String(isOpen),
            'aria-controls': tableId,
            onclick: () => {
                table.hidden = !table.hidden;
                button.setAttribute('aria-expanded', String(!table.hidden));
                if (table.hidden)
                    state.open.delete(id);
                else
                    state.open.add(id);
            }
        },
          t('page.table'));
    const choice = variants.length < 2 ?
        undefined :
        h('div', {class: 'choose'},
          h('label',
            {for: `variant-${id}`
            },
            t('page.show')),
          h('select', {
              id: `variant-${id}`,
              onchange: event => {
                  state.variants[chart.id] = event.target.value;
                  show(`variant-${id}`);
              }
          },
            variants.map(
                each => h('option', {value: each.id, selected: each.id === variant}, each.title))));
    figure.append(
        h('figcaption', {}, h('h3', {}, content.title), h('p', {class: 'lead'}, content.lead)));
    if (choice) figure.append(choice);
    figure.append(
        place,
        h('p', {class: 'frame'}, content.frame ?? t('chart.frame', {
                                     replications: content.replications ?? data.run.replications,
                                     years: context.format.years(data.run.length - data.run.warm_up)
                                 })),
        h('div', {class: 'tools'}, button,
          h('button', {
              type: 'button',
              class: 'picture',
              onclick: () => save(`${id}.svg`, 'image/svg+xml', pictureOf(content))
          },
            t('page.save_svg'))),
        table);
    drawn.push({place, content, id, labels});
    return figure;
}

/** An SVG file by itself, of slide size, with its title inside. */
function pictureOf(content) {
    const chart = echarts.init(null, null, {
        renderer: 'svg',
        ssr: true,
        width: 1200,
        height: content.height + 60,
        locale: CHART_LOCALES[state.language]
    });
    chart.setOption(withTitle(content));
    const text = chart.renderToSVGString();
    chart.dispose();
    return text;
}

/** When the page opens the first charts come at once and the others one by one, so that the first
 *  screen is there soon; later all come at once. */
const AT_ONCE = 2;
let pending = [];
let isOpening = true;
function draw() {
    pending = isOpening ? drawn.slice(AT_ONCE) : [];
    drawThese(isOpening ? drawn.slice(0, AT_ONCE) : drawn);
    isOpening = false;
    const mine = pending;
    const next = () => {
        drawThese(mine.splice(0, 1));
        if (mine.length > 0) setTimeout(next);
        else document.body.dataset.drawn = 'all';
    };
    next();
}
// Paper waits for nobody.
addEventListener('beforeprint', () => drawThese(pending.splice(0)));

function drawThese(charts) {
    for (const each of charts) {
        const width = each.place.clientWidth || 980;
        const least = each.content.leastWidth ?? 640;
        // A narrow screen gets the whole picture smaller rather than its labels on top of each
        // other.
        each.chart = echarts.init(each.place, null, {
            renderer: 'svg',
            width: Math.max(width, least),
            height: each.content.height,
            locale: CHART_LOCALES[state.language]
        });
        each.chart.setOption(each.content.option);
        const svg = each.place.querySelector('svg');
        svg.setAttribute('viewBox', `0 0 ${Math.max(width, least)} ${each.content.height}`);
        svg.setAttribute('aria-hidden', 'true');
    }
}

function clear() {
    pending.splice(0);
    for (const each of drawn) each.chart?.dispose();
    drawn.length = 0;
}

function differenceText(figure, row, {t, format}) {
    if (!['better', 'worse', 'differs'].includes(figure.verdict))
        return t.of('verdict', figure.verdict);
    const text = format.interval(figure.difference, figure.differenceHalf, row.unit, 'always');
    const points = row.unit === 'share' ? ` ${t('unit.points')}` : '';
    return [h('span', {class: 'whole'}, `${text}${points}`), ` ${t.of('verdict', figure.verdict)}`];
}

/** Value ± and difference per design; of many designs the first and the one looked at. */
function headlineTable(headline, id, context) {
    const {t, format, labels, design} = context;
    const all = data.designs.map((_, index) => index);
    const shown = all.length <= MOST_BESIDE ? all : [...new Set([0, design])];
    const head = [h('th', {scope: 'col'}, t('column.measure'))];
    for (const index of shown) {
        head.push(
            h('th',
              {scope: 'col', class: `number${index === design && index > 0 ? ' looked-at' : ''}`},
              labels.design(index)));
        if (index > 0) head.push(h('th', {scope: 'col'}, t('column.difference')));
    }
    const body = headline.map(
        row =>
            h('tr', {},
              h('th', {scope: 'row'}, term(labels.row(row), TERM_OF[row.name], t),
                h('span', {class: 'unit'}, ` ${labels.unit(row.unit)}`)),
              shown.flatMap(index => {
                  const figure = row.figures[index];
                  const value =
                      h('td', {
                          class: `number${index === design && index > 0 ? ' looked-at' : ''}`,
                          'data-name': row.name,
                          'data-where': row.key,
                          'data-design': String(index),
                          'data-value': String(figure.mean),
                          'data-half': String(figure.half)
                      },
                        figure.verdict === 'suppressed' ?
                            t('page.suppressed') :
                            format.interval(figure.mean, figure.half, row.unit));
                  if (index === 0) return [value];
                  return [
                      value,
                      h('td', {
                          class: `verdict-${figure.verdict}`,
                          'data-difference': String(figure.difference)
                      },
                        format.isNumber(figure.mean) ? differenceText(figure, row, context) : '–')
                  ];
              })));
    const plain = {
        columns: [
            {title: t('column.measure')}, {title: t('column.unit')},
            ...all.flatMap(
                index =>
                    [{title: labels.design(index)}, {title: '±'},
                     ...index === 0 ? [] :
                                      [
                                          {title: t('column.difference')}, {title: '±'},
                                          {title: t('column.verdict')}
                                      ]])
        ],
        rows: headline.map(
            row => [labels.row(row), row.unit, ...all.flatMap(index => {
                const figure = row.figures[index];
                return [
                    figure.mean, figure.half,
                    ...index === 0 ?
                        [] :
                        [figure.difference, figure.differenceHalf, t.of('verdict', figure.verdict)]
                ];
            })]),
    };
    return h(
        'section', {class: 'card headline', 'aria-labelledby': id},
        h('h2', {id, style: 'margin-top:0'}, t(`section.${id}`)),
        h('div', {class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t(`section.${id}`)},
          h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, body))),
        h('p', {class: 'frame'}, frameText(context)), tableTools(plain, id, context));
}

/** Time limits, of which there may be many, have a table of their own further down. */
const isOfClock = row => row.where.clock !== undefined;
const partOfHeadline = wanted => data.headline.filter(row => isOfClock(row) === wanted);

/** Which designs there are, in a line. */
function compared({t, format, labels}) {
    const all = data.designs.map((_, index) => labels.design(index));
    if (all.length < 2) return undefined;
    const baseline = labels.design(0);
    return h(
        'p', {class: 'compared'},
        all.length > MOST_NAMED ? t('page.compared_many', {count: all.length, baseline}) :
                                  t('page.compared', {designs: format.list(all), baseline}),
        ' ', h('a', {href: '#designs'}, t('page.about_designs')));
}

const frameText = ({t, format}) => t('page.frame', {
    replications: data.run.replications,
    years: format.years(data.run.length - data.run.warm_up),
    warm_up: format.whole(data.run.warm_up)
});

function warnings({t, labels}) {
    const list = [];
    if (data.designs.length === 1) list.push(t('page.one_design'));
    if (data.designs.some(design => design.replications === 1))
        list.push(t('page.one_replication'));
    data.designs.forEach((design, index) => {
        if (design.failures.length > 0) {
            list.push(
                t('page.failures', {count: design.failures.length, design: labels.design(index)}));
        }
    });
    return list.map(text => h('p', {class: 'warning'}, text));
}

function designChooser(context) {
    const {t, labels, design} = context;
    if (data.designs.length < 3) return undefined;
    return h(
        'div', {class: 'choose'},
        h('label',
          {for: 'design'
          },
          t('page.compared_design')),
        h('select', {
            id: 'design',
            onchange: event => {
                state.design = Number(event.target.value);
                show('design');
            }
        },
          data.designs.map(
              (_, index) =>
                  (index === 0 ? undefined :
                                 h('option', {value: index, selected: index === design},
                                   labels.design(index))))),
        h('span', {class: 'small'}, t('page.compared_with', {baseline: labels.design(0)})));
}

function firstScreen(context) {
    const {t, labels, design} = context;
    const best = bestDesign(data);
    const said = finding(design, context);
    const picture = CHARTS.find(chart => chart.id === 'glance');
    const main = partOfHeadline(false);
    return [
        h('div', {}, h('h1', {}, labels.title || labels.place || t('page.report')),
          h('p', {class: 'question'}, labels.description || t('section.question_text')),
          compared(context)),
        warnings(context),
        h('div', {class: 'first'},
          h('div', {}, h('section', {class: 'card', 'aria-labelledby': 'summary'},
                         h('h2', {id: 'summary', style: 'margin-top:0'}, t('section.summary')),
                         designChooser(context) ?? '',
                         best === undefined ?
                             '' :
                             h('p', {class: 'small'},
                               t('finding.best_of', {design: labels.design(best)})),
                         h('p', {class: 'finding', id: 'finding'}, said.main)),
            chartElement(picture, context) ?? '',
            said.points.length === 0 ?
                '' :
                h('div', {class: 'card'},
                  h('ul', {class: 'notes'}, said.points.map(point => h('li', {}, point))))),
          main.length === 0 ? '' : headlineTable(main, 'headline', context)),
        h('section', {'aria-labelledby': 'designs'}, h('h2', {id: 'designs'}, t('section.designs')),
          h('ul', {class: 'designs'},
            data.designs.map(
                (each, index) =>
                    h('li', {}, h('strong', {}, labels.design(index)),
                      index === 0 && data.designs.length > 1 ?
                          h('span', {class: 'tag'}, t('page.baseline_mark')) :
                          '',
                      data.hasResults(index) ? '' : h('span', {class: 'tag'}, t('page.no_results')),
                      h('p', {}, labels.designText(index)))))),
    ];
}

function assumptionRows(list) {
    return list.map(
        each =>
            [each.path, each.value, each.mark, each.range,
             [each.source, each.note].filter(Boolean).join('; '), each.year]);
}

/** A long list with a field that narrows it down. */
function assumptionList(list, title, id, context) {
    const {t} = context;
    const order = each => ['A', 'U', 'D', 'S', 'V', ''].indexOf(each.mark);
    const content = {
        columns: ['path', 'value', 'mark', 'range', 'source', 'year'].map(
            name => ({title: t(`column.${name}`)})),
        rows: assumptionRows([...list].sort((a, b) => order(a) - order(b))),
    };
    const table = tableElement(content, title, context);
    const rows = [...table.querySelectorAll('tbody tr')];
    const said =
        h('span', {class: 'small', role: 'status'},
          t('page.rows_shown', {shown: rows.length, all: rows.length}));
    const filter = h('input', {
        type: 'search',
        id: `filter-${id}`,
        placeholder: t('page.filter_hint'),
        oninput: event => {
            const wanted = event.target.value.toLocaleLowerCase();
            let count = 0;
            for (const row of rows) {
                row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
                if (!row.hidden) ++count;
            }
            said.textContent = t('page.rows_shown', {shown: count, all: rows.length});
        }
    });
    return h(
        'div', {class: 'card'}, h('h3', {}, title),
        rows.length < 10 ? '' :
                           h('div', {class: 'choose'},
                             h('label',
                               {for: `filter-${id}`
                               },
                               t('page.filter')),
                             filter, said),
        table, tableTools(content, id, context));
}

function assumptions(context) {
    const {t, labels, design} = context;
    const [first] = data.raw.assumptions;
    const changed = data.raw.assumptions[design];
    const counts = MARKS.map(mark => [mark, first.filter(each => each.mark === mark).length])
                       .filter(([, count]) => count > 0);
    return h(
        'section', {'aria-labelledby': 'assumptions'},
        h('h2', {id: 'assumptions'}, t('section.assumptions')), h('p', {}, t('assumptions.lead')),
        first.length === 0 ? h('p', {}, t('assumptions.none')) : [
            h('ul', {class: 'notes'},
              counts.map(
                  ([mark, count]) => h('li', {}, `${mark}: ${t.of('mark', mark)}, ${count}`))),
            drawn.some(each => each.id === 'sensitivity') ?
                h('p', {class: 'small'},
                  h('a', {href: '#chart-sensitivity'}, t('assumptions.influence_here'))) :
                h('p', {class: 'small'}, t('assumptions.influence')),
            design > 0 && changed.length > 0 ?
                assumptionList(
                    changed, t('assumptions.changed', {design: labels.design(design)}), 'changed',
                    context) :
                '',
            assumptionList(
                first, t('assumptions.of_first', {design: labels.design(0)}), 'all', context)
        ]);
}

function method(context) {
    const {t, format, labels} = context;
    const model = data.model(0);
    const count = part => Object.keys(model[part]).length;
    const {run} = data;
    const all = data.raw.assumptions[0];
    const designs = format.list(data.designs.map((_, index) => labels.design(index)));
    const measures = format.list([...new Set(data.headline.map(row => labels.measure(row.name)))]);
    const items = [
        ['1_1'],
        ['1_2', {count: data.headline.length, measures, least: run.suppress_below}],
        ['1_3', {designs, baseline: labels.design(0)}],
        [
            '2_1', {
                services: count('services'),
                organisations: count('organisations'),
                needs: count('needs'),
                interfaces: model.interfaces.length,
                clocks: count('clocks')
            }
        ],
        ['2_2'],
        ['2_3'],
        ['2_5', {resources: count('resources')}],
        ['3_1', {count: all.length, assumed: all.filter(each => each.mark === 'A').length}],
        ['3_3'],
        ['4_1', {start: format.date(run.start), warm_up: format.whole(run.warm_up)}],
        ['4_2', {length: format.whole(run.length), replications: run.replications}],
        ['4_3'],
        ['5_1', {versions: Object.entries(run.versions).map(each => each.join(' ')).join(', ')}],
    ];
    const failures = data.designs.flatMap(
        (design, index) => design.failures.map(
            failure =>
                h('li', {},
                  `${labels.design(index)}. ${
                      t('page.failure_row',
                        {replication: failure.replication, text: failure.text})} `,
                  h('code', {}, failure.command))));
    return h(
        'section', {'aria-labelledby': 'method'}, h('h2', {id: 'method'}, t('section.method')),
        h('div', {class: 'card'}, h('p', {}, t('method.lead')),
          h('dl', {class: 'method'},
            items.map(
                ([key, values]) =>
                    [h('dt', {}, t(`method.${key}`)),
                     h('dd', {}, t(`method.${key}.text`, values))]),
            h('dt', {}, t('method.5_2')),
            h('dd', {},
              t(run.has_common_random_numbers ? 'method.5_2.common' : 'method.5_2.independent',
                {seed: run.seed})),
            h('dt', {}, t('method.5_3')), h('dd', {}, t('method.5_3.text', {command: run.command})),
            h('dt', {}, t('method.6_1')), h('dd', {}, t('method.6_1.text'))),
          failures.length === 0 ? '' : [h('h3', {}, t('method.failures')), h('ul', {}, failures)]));
}

function glossary({t}) {
    return h(
        'section', {'aria-labelledby': 'glossary'},
        h('h2', {id: 'glossary'}, t('section.glossary')),
        h('div', {class: 'card'}, h('dl', {class: 'glossary'}, GLOSSARY.map(key => {
              const others = LANGUAGES.filter(language => language !== state.language)
                                 .map(language => catalogue[`glossary.${key}`][language]);
              return [
                  h('dt', {}, `${t(`glossary.${key}`)} (${others.join(', ')})`),
                  h('dd', {}, t(`glossary.${key}.meaning`))
              ];
          }))));
}

function topBar(context) {
    const {t} = context;
    return h(
        'header', {class: 'bar'}, h('span', {class: 'name'}, `Yhdyspinta · ${t('page.report')}`),
        h('div', {class: 'languages', role: 'group', 'aria-label': t('page.language')},
          LANGUAGES.map(
              language =>
                  h('button', {
                      type: 'button',
                      id: `language-${language}`,
                      lang: language,
                      'aria-pressed': String(language === state.language),
                      onclick: () => {
                          state.language = language;
                          show(`language-${language}`);
                      }
                  },
                    LANGUAGE_NAMES[language]))),
        h('button', {type: 'button', id: 'print', onclick: () => print()}, t('page.print')));
}

/** Builds the page anew and puts the focus back where it was. */
function show(focused) {
    const from = scrollY;
    clear();
    term.count = 0;
    document.documentElement.lang = state.language;
    const context = makeContext();
    const {t, labels} = context;
    document.title = `${labels.title || labels.place || t('page.report')} · Yhdyspinta`;
    const first = firstScreen(context);
    const onFirst = drawn.map(each => each.id);
    const clocks = partOfHeadline(true);
    const charts = CHARTS.filter(chart => !onFirst.includes(chart.id))
                       .map(chart => chartElement(chart, context))
                       .filter(Boolean);
    const contents =
        h('nav', {class: 'contents', 'aria-label': t('page.contents')},
          h('ul', {},
            drawn.map(each => h('li', {}, h('a', {href: `#chart-${each.id}`}, each.content.title))),
            ['assumptions', 'method', 'limits', 'glossary'].map(
                id => h('li', {}, h('a', {href: `#${id}`}, t(`section.${id}`))))));
    const main = h(
        'main', {id: 'main', tabindex: -1}, first.flat(),
        h('section', {'aria-labelledby': 'charts'}, h('h2', {id: 'charts'}, t('section.charts')),
          contents, clocks.length === 0 ? '' : headlineTable(clocks, 'clocks', context),
          charts.length > 0 || onFirst.length > 0 ? charts :
                                                    h('p', {class: 'nothing'}, t('page.nothing'))),
        assumptions(context), method(context),
        h('section', {'aria-labelledby': 'limits'}, h('h2', {id: 'limits'}, t('section.limits')),
          h('div', {class: 'card'},
            h('ul', {class: 'notes'},
              Array.from({length: LIMITS}, (_, index) => h('li', {}, t(`limits.${index + 1}`)))))),
        glossary(context));
    document.getElementById('report').replaceChildren(
        h('a', {class: 'skip', href: '#main'}, t('page.skip')), topBar(context), main);
    draw();
    scrollTo({top: from, behavior: 'instant'});
    if (focused) document.getElementById(focused)?.focus({preventScroll: true});
}

show();
