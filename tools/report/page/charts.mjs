// SPDX-License-Identifier: Apache-2.0
// The charts: data in, an ECharts option and the same figures as a table out. Page and files draw
// from here, so this file knows no document. A chart is
//   {id, perDesign, variants?(context), build(context) -> nothing, or
//    {title, lead, option, height, columns: [{title, unit?}], rows: [[cell …]]}}
// and its context {data, t, format, labels, design, variant}. Cells are texts or numbers; numbers
// are as in the data, `unit` tells how to show them.
import {attribution, best, sensitivity} from './analysis_charts.mjs';
import {costShift, duplicatePairs, flowChange} from './boundary_charts.mjs';
import {calendarChart} from './calendar_chart.mjs';
import {axisLine, axisText, base, besideBaseline, categoryAxis} from './chart_parts.mjs';
import {COLOURS, FONT, hasFigure, INK, intervals, isAnywhere, largest} from './chart_parts.mjs';
import {meanCells, mixed, relative, shortened, splitLine, STACK, stacks} from './chart_parts.mjs';
import {tableOf, tooltipOf, unitTitle, VERDICT_COLOUR, wrapped} from './chart_parts.mjs';
import {ownerless, waiting} from './curves.mjs';
import {differences, glance} from './difference_charts.mjs';
import {storyChart} from './stories.mjs';

const MOST_TEXTS = 14;
const overview = {
    id: 'overview',
    perDesign: false,
    build(context) {
        const {data, t, format, labels} = context;
        const designs = data.designs.map((_, index) => index)
                            .filter(index => index > 0 && data.hasResults(index));
        const rows = data.headline.filter(row => hasFigure(row, format));
        if (designs.length < 2 || rows.length === 0) return undefined;
        const isTold = (row, design) => relative(row, design) !== undefined &&
            ['better', 'worse', 'differs'].includes(row.figures[design].verdict);
        const names = designs.map(design => labels.design(design));
        const longest = Math.max(...names.map(name => Math.min(name.length, 34)));
        const isSteep = designs.length > 4;
        const fontSize = designs.length > 10 ? 11 : 12;
        const cells = [];
        rows.forEach((row, y) => designs.forEach((design, x) => {
            const {verdict} = row.figures[design];
            const change = isTold(row, design) ? relative(row, design).mean : 0;
            const strength = isTold(row, design) ? Math.min(1, 0.25 + Math.abs(change) / 60) : 0;
            const hue = {better: COLOURS.blue, worse: COLOURS.orange}[verdict];
            const word = designs.length <= 4 && hue ? `\n${t.of('verdict', verdict)}` : '';
            cells.push({
                value: [x, y, change],
                itemStyle:
                    {color: strength === 0 ? '#f3f4f6' :
                         hue               ? mixed(hue, strength) :
                                             '#dcdfe3'},
                label: {
                    color: strength > 0.6 && hue ? '#ffffff' : INK,
                    formatter: strength === 0       ? '' :
                        designs.length > MOST_TEXTS ? (change > 0 ? '+' : '−') :
                                                      format.percent(change / 100, 'always') + word
                }
            });
        }));
        return {
            title: t('chart.overview.title'),
            lead: t('chart.overview.lead'),
            height: (isSteep ? 30 + longest * 5 : 50) + rows.length * 38,
            option: {
                ...base(),
                grid: {left: 8, right: isSteep ? 60 : 12, top: 8, bottom: 8, containLabel: true},
                xAxis: {
                    type: 'category',
                    position: 'top',
                    data: designs,
                    axisLine,
                    axisTick: {show: false},
                    axisLabel: {
                        ...axisText,
                        fontSize: 12,
                        interval: 0,
                        rotate: isSteep ? 55 : 0,
                        lineHeight: 14,
                        formatter: (_, index) =>
                            (isSteep ? shortened(names[index], 34) : wrapped(names[index], 24))
                    }
                },
                yAxis: categoryAxis(rows.map(labels.row), 40),
                tooltip: {
                    confine: true,
                    formatter: ({value}) => {
                        const figure = rows[value[1]].figures[designs[value[0]]];
                        const {unit} = rows[value[1]];
                        return tooltipOf([
                            names[value[0]], labels.row(rows[value[1]]),
                            `${format.interval(figure.mean, figure.half, unit)} ${
                                labels.unit(unit)}`,
                            t.of('verdict', figure.verdict)
                        ]);
                    }
                },
                series: [{
                    type: 'heatmap',
                    data: cells,
                    itemStyle: {borderColor: '#ffffff', borderWidth: 2},
                    label: {show: true, fontSize, lineHeight: 14, fontFamily: FONT},
                    emphasis: {disabled: true}
                }],
                // Cells have their own colours; the series type asks for a map all the same.
                visualMap: {show: false, min: -1, max: 1, inRange: {color: ['#ffffff', '#ffffff']}},
            },
            columns: [{title: t('column.measure')}, ...names.map(title => ({title}))],
            rows: rows.map(
                row => [labels.row(row), ...designs.map(design => {
                    const verdict = t.of('verdict', row.figures[design].verdict);
                    return isTold(row, design) ?
                        `${format.percent(relative(row, design).mean / 100, 'always')} ${verdict}` :
                        verdict;
                })]),
        };
    },
};

const simple = (id, name, keys, label, options = {}) => ({
    id,
    perDesign: true,
    build(context) {
        const {data, t, format, labels} = context;
        let rows = data.rows(name, keys).filter(row => hasFigure(row, format));
        if (options.keep) rows = rows.filter(row => options.keep(row, context));
        if (rows.length === 0) return undefined;
        if (options.isSorted)
            rows = [...rows].sort((a, b) => (b.figures[0].mean ?? 0) - (a.figures[0].mean ?? 0));
        const axisName = unitTitle(labels.measure(name), rows[0].unit, context);
        return {
            ...besideBaseline(rows, row => label(row, context), axisName, context),
            title: t(`chart.${id}.title`),
            lead: t(`chart.${id}.lead`)
        };
    },
});

const waitingByNeed = simple(
    'waiting_by_need', 'waiting_time.effective_contact', 'need',
    (row, {labels}) => labels.need(row.where.need), {isSorted: true});
const limits = simple(
    'limits', 'clock.breach_share', 'clock',
    (row, {t, labels}) =>
        t('chart.limit_of',
          {clock: labels.clock(row.where.clock), limit: labels.limit(row.where.clock)}));
const steps =
    simple('steps', 'waiting_time', 'activity', (row, {labels}) => labels.group(row.where), {
        keep: (row, {data}) =>
            data.headline.some(each => each.name === row.name && each.key === row.key)
    });
const utilisation = simple(
    'utilisation', 'utilisation', 'resource',
    (row, {labels}) => labels.resource(row.where.resource), {isSorted: true, keep: isAnywhere});

const byClass = (id, name, family, extraName) => ({
    id,
    perDesign: false,
    build(context) {
        const {data, t, labels} = context;
        const rows = data.rows(name, 'class').filter(isAnywhere);
        if (rows.length === 0) return undefined;
        const extraRow = extraName && data.row(extraName);
        const unit = rows[0].unit;
        return {
            title: t(`chart.${id}.title`),
            lead: t(`chart.${id}.lead`),
            ...stacks({
                context,
                unit,
                axisName: labels.unit(unit),
                parts: rows.map(row => ({name: t.of(family, row.where.class), row})),
                extra: extraRow &&
                    {
                        name: t('chart.coordination'), row: extraRow
                    }
            }),
        };
    },
});
const gaps = byClass('gaps', 'service_gap.days', 'gap_class');
const duplicate = byClass('duplicate', 'duplicate_work', 'duplicate_class', 'coordination_work');

const cost = {
    id: 'cost',
    perDesign: false,
    build(context) {
        const {data, t, labels} = context;
        const rows = data.rows('cost', 'payer').filter(isAnywhere);
        if (rows.length === 0) return undefined;
        const unit = rows[0].unit;
        return {
            title: t('chart.cost.title'),
            lead: t('chart.cost.lead'),
            ...stacks({
                context,
                unit,
                axisName: labels.unit(unit),
                parts: rows.map(row => ({name: labels.organisation(row.where.payer), row}))
            }),
        };
    },
};

/** Handovers of one design: {from, to, rate, accepted}, most first. */
function handovers({data, design}) {
    const accepted =
        new Map(data.rows('handover.accepted_share', 'from,to').map(row => [row.key, row]));
    return data.rows('handover.proposed', 'from,to')
        .map(row => ({
                 from: row.where.from,
                 to: row.where.to,
                 key: row.key,
                 rate: row.figures[design].mean ?? 0,
                 accepted: accepted.get(row.key)?.figures[design].mean ?? 0
             }))
        .filter(each => each.rate > 0)
        .sort((a, b) => b.rate - a.rate);
}

const INTERFACE_MEASURES = [
    'handover.proposed', 'handover.rejected_share', 'handover.lost_share', 'handover.days_to_answer'
];
const interfaces = {
    id: 'interfaces',
    perDesign: true,
    variants: ({labels}) =>
        INTERFACE_MEASURES.map(name => ({id: name, title: labels.measure(name)})),
    build(context) {
        const {data, t, format, labels, design} = context;
        const name = context.variant ?? INTERFACE_MEASURES[0];
        const rows = data.rows(name, 'from,to')
                         .filter(
                             row => format.isNumber(row.figures[design].mean) &&
                                 (row.figures[design].mean > 0 ||
                                  (data.row('handover.proposed', row.where)?.figures[design].mean ??
                                   0) > 0));
        if (rows.length === 0) return undefined;
        const order = Object.keys(data.model(design).services);
        const places = key => [...new Set(rows.map(row => row.where[key]))].sort(
            (a, b) => order.indexOf(a) - order.indexOf(b));
        const from = places('from'), to = places('to');
        const {unit} = rows[0];
        const scale = format.scale(unit);
        const most = Math.max(...rows.map(row => row.figures[design].mean * scale)) || 1;
        const size = Math.max(from.length, to.length);
        const fontSize = size > 40 ? 8 : size > 18 ? 10 : 12;
        // A few large flows must not make all others look alike.
        const strength = value => Math.sqrt(value / most);
        return {
            title:
                t('chart.interfaces.title',
                  {measure: labels.measure(name), design: labels.design(design)}),
            lead: t('chart.interfaces.lead'),
            height: 30 +
                6 * Math.min(30, Math.max(...to.map(place => labels.service(place).length))) +
                from.length * Math.max(fontSize * 2.2, 17),
            option: {
                ...base(),
                grid: {left: 8, right: 90, top: 8, bottom: 12, containLabel: true},
                xAxis: {
                    type: 'category',
                    position: 'top',
                    data: to.map((_, index) => index),
                    axisLine,
                    axisTick: {show: false},
                    axisLabel: {
                        ...axisText,
                        fontSize: Math.max(fontSize, 9),
                        interval: 0,
                        rotate: 50,
                        formatter: index => shortened(labels.service(to[Number(index)]), 30)
                    }
                },
                yAxis: {
                    type: 'category',
                    inverse: true,
                    data: from.map((_, index) => index),
                    axisLine,
                    axisTick: {show: false},
                    axisLabel: {
                        ...axisText,
                        fontSize: Math.max(fontSize, 9),
                        interval: 0,
                        formatter: index => shortened(labels.service(from[Number(index)]), 44)
                    }
                },
                visualMap: {show: false, min: 0, max: 1, inRange: {color: ['#ffffff', '#ffffff']}},
                tooltip: {
                    confine: true,
                    formatter: ({dataIndex}) => {
                        const row = rows[dataIndex];
                        const figure = row.figures[design];
                        return tooltipOf([
                            `${labels.service(row.where.from)} → ${labels.service(row.where.to)}`,
                            `${labels.measure(name)}: ${
                                format.interval(
                                    figure.mean, figure.half, unit)} ${labels.unit(unit)}`,
                            t.of('verdict', figure.verdict)
                        ]);
                    }
                },
                series: [{
                    type: 'heatmap',
                    emphasis: {disabled: true},
                    itemStyle: {borderColor: '#ffffff', borderWidth: 1},
                    label: {show: size <= 40, fontSize, fontFamily: FONT},
                    data: rows.map(row => {
                        const value = row.figures[design].mean * scale;
                        const depth = 0.08 + 0.92 * strength(value);
                        return {
                            value: [
                                to.indexOf(row.where.to), from.indexOf(row.where.from),
                                strength(value)
                            ],
                            itemStyle: {color: mixed(COLOURS.blue, depth)},
                            label: {
                                color: depth > 0.55 ? '#ffffff' : INK,
                                formatter: format.whole(value)
                            }
                        };
                    })
                }],
            },
            columns: [
                {title: t('column.from')}, {title: t('column.to')}, {title: labels.design(0), unit},
                {title: '±', unit},
                ...design === 0 ? [] :
                                  [
                                      {title: labels.design(design), unit}, {title: '±', unit},
                                      {title: t('column.verdict')}
                                  ]
            ],
            rows: rows.map(
                row =>
                    [labels.service(row.where.from), labels.service(row.where.to),
                     ...meanCells(row.figures[0], t),
                     ...design === 0 ? [] :
                                       [
                                           ...meanCells(row.figures[design], t),
                                           t.of('verdict', row.figures[design].verdict)
                                       ]]),
        };
    },
};

const MOST_FLOWS = 40;
const flows = {
    id: 'flows',
    perDesign: true,
    build(context) {
        const {t, format, labels, design} = context;
        const all = handovers(context)
                        .map(each => ({...each, flow: each.rate * each.accepted}))
                        .filter(each => each.flow > 0);
        if (all.length === 0) return undefined;
        // Handovers go round in circles: each service stands on the left and again on the right.
        const drawn = [...all].sort((a, b) => b.flow - a.flow).slice(0, MOST_FLOWS);
        const names = new Map();
        for (const each of drawn) {
            names.set(`from ${each.from}`, labels.service(each.from));
            names.set(`to ${each.to}`, labels.service(each.to));
        }
        const left = new Set(drawn.map(each => each.from)).size;
        const right = new Set(drawn.map(each => each.to)).size;
        const colourOf = new Map([...new Set(drawn.map(each => each.from))].map(
            (name, index) => [name, STACK[index % STACK.length]]));
        return {
            title: t('chart.flows.title', {design: labels.design(design)}),
            lead: t('chart.flows.lead') + largest(drawn, all, t),
            height: Math.max(320, 40 * Math.max(left, right)),
            option: {
                ...base(),
                tooltip: {
                    confine: true,
                    formatter: item =>
                        (item.dataType === 'edge' ?
                             tooltipOf([
                                 `${names.get(item.data.source)} → ${names.get(item.data.target)}`,
                                 `${format.number(item.data.value)} ${labels.unit('1/year')}`
                             ]) :
                             tooltipOf([
                                 names.get(item.name),
                                 `${format.number(item.value)} ${labels.unit('1/year')}`
                             ]))
                },
                series: [{
                    type: 'sankey',
                    left: 200,
                    right: 200,
                    top: 10,
                    bottom: 10,
                    nodeGap: 12,
                    nodeWidth: 14,
                    draggable: false,
                    emphasis: {focus: 'adjacency'},
                    label: {
                        ...axisText,
                        formatter: item => names.get(item.name),
                        width: 185,
                        overflow: 'truncate'
                    },
                    lineStyle: {color: 'source', opacity: 0.45},
                    data: [...names.keys()].map(
                        name => ({
                            name,
                            label: {position: name.startsWith('from ') ? 'left' : 'right'},
                            itemStyle: {
                                color: name.startsWith('from ') ? colourOf.get(name.slice(5)) :
                                                                  '#5b6570'
                            }
                        })),
                    links: drawn.map(each => ({
                                         source: `from ${each.from}`,
                                         target: `to ${each.to}`,
                                         value: each.flow
                                     }))
                }],
            },
            columns: [
                {title: t('column.from')}, {title: t('column.to')},
                {title: labels.measure('handover.proposed'), unit: '1/year'},
                {title: t('column.received'), unit: '1/year'}
            ],
            rows: all.map(
                each => [labels.service(each.from), labels.service(each.to), each.rate, each.flow]),
        };
    },
};

const groups = {
    id: 'groups',
    perDesign: true,
    build(context) {
        const {data, t, format, labels, design} = context;
        if (design === 0) return undefined;
        const rows = data.groupRows('by_whom.effective_wait');
        const told = rows.filter(row => format.isNumber(row.figures[design].difference));
        if (told.length === 0) return undefined;
        const {unit} = told[0];
        const chart = intervals({
            categories: told.map(row => labels.group(row.where)),
            context,
            zero: true,
            axisName: unitTitle(t('column.difference'), unit, context),
            series: [{
                name: labels.design(design),
                colour: COLOURS.blue,
                points: told.map(row => {
                    const figure = row.figures[design];
                    return {
                        mean: figure.difference,
                        half: figure.differenceHalf,
                        colour: VERDICT_COLOUR[figure.verdict]
                    };
                })
            }],
            tip: index => {
                const figure = told[index].figures[design];
                return [
                    labels.group(told[index].where),
                    `${format.interval(figure.difference, figure.differenceHalf, unit, 'always')} ${
                        labels.unit(unit)}`,
                    t.of('verdict', figure.verdict)
                ];
            },
        });
        return {
            ...chart,
            title: t('chart.groups.title', {design: labels.design(design)}),
            lead: t('chart.groups.lead'),
            ...tableOf(rows, row => labels.group(row.where), [0, design], context)
        };
    },
};

const gainLose = {
    id: 'gain_lose',
    perDesign: true,
    variants: ({data, labels, design}) => data.designs[design].changes.map(
        measure => ({id: measure.name, title: labels.measure(measure.name)})),
    build(context) {
        const {data, t, format, labels, design} = context;
        const {changes} = data.designs[design];
        const measure = changes.find(each => each.name === context.variant) ?? changes[0];
        const told = measure?.groups.filter(group => !group.is_suppressed) ?? [];
        if (told.length === 0) return undefined;
        const name = group => labels.group(group.where);
        const bar = (part, sign, colour) => ({
            type: 'bar',
            stack: 'all',
            name: t(`column.${part}`),
            barMaxWidth: 22,
            itemStyle: {color: colour},
            label: {
                show: true,
                position: 'inside',
                color: '#ffffff',
                fontFamily: FONT,
                fontSize: 12,
                formatter: ({value}) => (Math.abs(value) < 6 ? '' : format.whole(Math.abs(value)))
            },
            data: told.map(group => sign * (group[part][0] ?? 0) * 100)
        });
        return {
            title:
                t('chart.gain_lose.title',
                  {measure: labels.measure(measure.name), design: labels.design(design)}),
            lead: t('chart.gain_lose.lead'),
            height: 110 + told.length * 32,
            option: {
                ...base(),
                grid: {left: 8, right: 24, top: 40, bottom: 44, containLabel: true},
                legend: {
                    top: 0,
                    left: 0,
                    textStyle: axisText,
                    data: [t('column.worse'), t('column.better')]
                },
                xAxis: {
                    type: 'value',
                    name: t('column.share'),
                    nameLocation: 'middle',
                    nameGap: 28,
                    nameTextStyle: axisText,
                    axisLabel: {...axisText, formatter: value => format.whole(Math.abs(value))},
                    splitLine
                },
                yAxis: {...categoryAxis(told.map(name)), axisLine: {show: false, onZero: false}},
                tooltip: {
                    confine: true,
                    formatter: ({dataIndex, seriesIndex}) => {
                        const part = ['better', 'worse'][seriesIndex];
                        return tooltipOf([
                            name(told[dataIndex]),
                            `${t(`column.${part}`)}: ${
                                format.interval(...told[dataIndex][part], 'share')} %`
                        ]);
                    }
                },
                series: [bar('better', 1, COLOURS.blue), bar('worse', -1, COLOURS.orange)],
            },
            columns: [
                {title: t('column.group')}, {title: t('column.clients')},
                {title: t('column.better'), unit: 'share'}, {title: '±', unit: 'share'},
                {title: t('column.worse'), unit: 'share'}, {title: '±', unit: 'share'},
                {title: t('column.difference'), unit: measure.unit, isDifference: true},
                {title: '±', unit: measure.unit}
            ],
            rows: measure.groups.map(
                group =>
                    (group.is_suppressed ?
                         [name(group), t('page.suppressed'), null, null, null, null, null, null] :
                         [
                             name(group), group.clients, ...group.better, ...group.worse,
                             ...group.change
                         ])),
        };
    },
};

/** Half the size of a service on the map. */
const BOX = {
    x: 68,
    y: 20
};

/** A bent arrow from the edge of one service to that of another; `weight` in [0, 1]. */
function arrow([x1, y1], [x2, y2], weight) {
    const bend = 0.16;
    const control = [(x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend];
    /** Where the line from the middle of a service towards `control` leaves it. */
    const edge = (x, y) => {
        const dx = control[0] - x, dy = control[1] - y;
        const part =
            Math.min(BOX.x / Math.max(Math.abs(dx), 1e-9), BOX.y / Math.max(Math.abs(dy), 1e-9), 1);
        return [x + dx * part, y + dy * part];
    };
    const from = edge(x1, y1), to = edge(x2, y2);
    const thick = 0.8 + 5 * weight;
    const length = Math.hypot(to[0] - control[0], to[1] - control[1]) || 1;
    const along = [(to[0] - control[0]) / length, (to[1] - control[1]) / length];
    const head = 6 + thick;
    const back = [to[0] - along[0] * head, to[1] - along[1] * head];
    const style = {opacity: 0.3 + 0.45 * Math.sqrt(weight)};
    return {
        type: 'group',
        children: [
            {
                type: 'bezierCurve',
                shape: {
                    x1: from[0],
                    y1: from[1],
                    x2: back[0],
                    y2: back[1],
                    cpx1: control[0],
                    cpy1: control[1]
                },
                style: {...style, fill: 'none', stroke: '#33577a', lineWidth: thick}
            },
            {
                type: 'polygon',
                shape: {
                    points: [
                        to, [back[0] - along[1] * head * 0.6, back[1] + along[0] * head * 0.6],
                        [back[0] + along[1] * head * 0.6, back[1] - along[0] * head * 0.6]
                    ]
                },
                style: {...style, fill: '#33577a'}
            }
        ]
    };
}

const map = {
    id: 'map',
    perDesign: true,
    build(context) {
        const {data, t, format, labels, design} = context;
        const model = data.model(design);
        const all = handovers(context);
        const involved = new Set(all.flatMap(each => [each.from, each.to]));
        const services = Object.keys(model.services).filter(name => involved.has(name));
        if (services.length < 2) return undefined;
        const perRow = 5, stepX = 190, stepY = 84, gap = 46;
        const bands = [];
        let y = 0;
        const places = new Map();
        for (const organisation of Object.keys(model.organisations)) {
            const members =
                services.filter(name => model.services[name].organisation === organisation);
            if (members.length === 0) continue;
            const bandRows = Math.ceil(members.length / perRow);
            members.forEach((name, index) => {
                // Every other row is shifted, so that lines do not hide behind services.
                const row = Math.floor(index / perRow);
                const inRow = Math.min(perRow, members.length - row * perRow);
                const start = (perRow - inRow) / 2 + (row % 2 === 1 && inRow === perRow ? 0.25 : 0);
                places.set(name, [(index % perRow + start) * stepX, y + row * stepY]);
            });
            bands.push({organisation, top: y - 40, bottom: y + (bandRows - 1) * stepY + 40});
            y += bandRows * stepY + gap;
        }
        const wait = name =>
            data.row('by_whom.effective_wait', {service: name})?.figures[design].mean;
        const waits = services.map(wait).filter(format.isNumber);
        const longest = Math.max(1, ...waits);
        const most = all[0].rate;
        const drawn = all.slice(0, Math.max(60, services.length));
        const colour = value =>
            (format.isNumber(value) ? mixed(COLOURS.orange, 0.08 + 0.72 * value / longest) :
                                      '#ffffff');
        const width = perRow * stepX;
        const received = new Map();
        for (const each of all)
            received.set(each.to, (received.get(each.to) ?? 0) + each.rate * each.accepted);
        return {
            title: t('chart.map.title', {design: labels.design(design)}),
            lead: t('chart.map.lead') + largest(drawn, all, t),
            height: Math.max(320, y - gap + 64),
            option: {
                ...base(),
                grid: {left: 6, right: 6, top: 6, bottom: 6},
                xAxis: {type: 'value', show: false, min: -stepX * 0.55, max: width - stepX * 0.25},
                yAxis: {type: 'value', show: false, inverse: true, min: -64, max: y - gap},
                tooltip: {
                    confine: true,
                    formatter: item => {
                        if (item.seriesIndex === 1) {
                            const each = drawn[item.dataIndex];
                            return tooltipOf([
                                `${labels.service(each.from)} → ${labels.service(each.to)}`,
                                `${format.number(each.rate)} ${labels.unit('1/year')}`
                            ]);
                        }
                        const name = services[item.dataIndex];
                        return tooltipOf([
                            labels.service(name),
                            labels.organisation(model.services[name].organisation),
                            format.isNumber(wait(name)) ?
                                `${labels.measure('by_whom.effective_wait')}: ` +
                                    `${format.number(wait(name))} ${labels.unit('d')}` :
                                ''
                        ]);
                    }
                },
                series: [
                    {
                        type: 'custom',
                        silent: true,
                        data: bands.map((_, index) => [0, index]),
                        z: 0,
                        renderItem: (params, api) => {
                            const band = bands[params.dataIndex];
                            const [x1, y1] = api.coord([-stepX * 0.54, band.top - 20]);
                            const [x2, y2] = api.coord([width - stepX * 0.26, band.bottom - 4]);
                            return {
                                type: 'group',
                                children: [
                                    {
                                        type: 'rect',
                                        shape:
                                            {x: x1, y: y1, width: x2 - x1, height: y2 - y1, r: 8},
                                        style: {fill: '#f3f5f7', stroke: '#c9ced4'}
                                    },
                                    {
                                        type: 'text',
                                        style: {
                                            x: x1 + 10,
                                            y: y1 + 6,
                                            fontFamily: FONT,
                                            fontSize: 13,
                                            fontWeight: 'bold',
                                            fill: INK,
                                            text: labels.organisation(band.organisation)
                                        }
                                    }
                                ]
                            };
                        }
                    },
                    {
                        type: 'custom',
                        z: 2,
                        data: drawn.map((_, index) => [0, index]),
                        renderItem: (params, api) => arrow(
                            api.coord(places.get(drawn[params.dataIndex].from)),
                            api.coord(places.get(drawn[params.dataIndex].to)),
                            drawn[params.dataIndex].rate / most)
                    },
                    {
                        type: 'custom',
                        z: 3,
                        data: services.map(name => places.get(name)),
                        renderItem: (params, api) => {
                            const name = services[params.dataIndex];
                            const [x, y0] = api.coord(places.get(name));
                            return {
                                type: 'group',
                                children: [
                                    {
                                        type: 'rect',
                                        shape: {
                                            x: x - BOX.x,
                                            y: y0 - BOX.y,
                                            width: 2 * BOX.x,
                                            height: 2 * BOX.y,
                                            r: 6
                                        },
                                        style: {
                                            fill: colour(wait(name)),
                                            stroke: '#5b6570',
                                            lineWidth: 1
                                        }
                                    },
                                    {
                                        type: 'text',
                                        style: {
                                            x,
                                            y: y0,
                                            align: 'center',
                                            verticalAlign: 'middle',
                                            fontFamily: FONT,
                                            fontSize: 12,
                                            lineHeight: 13,
                                            fill: INK,
                                            text: wrapped(labels.service(name), 21)
                                        }
                                    }
                                ]
                            };
                        }
                    },
                ],
            },
            columns: [
                {title: t('column.service')}, {title: t('column.organisation')},
                {title: t('column.waiting'), unit: 'd'},
                {title: t('column.received'), unit: '1/year'},
                {title: t('column.gaps'), unit: 'd/1000/year'}
            ],
            rows: services.map(
                name =>
                    [labels.service(name), labels.organisation(model.services[name].organisation),
                     wait(name) ?? null, received.get(name) ?? 0,
                     data.row('by_whom.gap_days', {service: name})?.figures[design].mean ?? null]),
        };
    },
};

/** In the order in which a planning group asks. */
export const CHARTS = [
    glance, overview, differences, waiting, waitingByNeed, limits, steps, ownerless, gaps, duplicate,
    duplicatePairs, interfaces, utilisation, calendarChart, cost, costShift, flows, flowChange, gainLose, groups,
    attribution, sensitivity, best, map, storyChart
];

/** The option of a chart as a file by itself, its title and explanation inside. */
export function withTitle({title, lead, option}) {
    const top = 60;
    const lower = part => (typeof part?.top === 'number' ? {...part, top: part.top + top} : part);
    return {
        ...option,
        title: {
            text: title,
            subtext: lead,
            left: 8,
            top: 4,
            itemGap: 6,
            textStyle: {fontFamily: FONT, fontSize: 20, color: INK},
            subtextStyle:
                {fontFamily: FONT, fontSize: 13, color: '#4d5661', width: 1180, overflow: 'break'}
        },
        ...option.grid ? {grid: [option.grid].flat().map(lower)} : {},
        ...option.legend ? {legend: lower(option.legend)} : {},
        series: option.series.map(each => (each.type === 'sankey' ? lower(each) : each)),
    };
}
