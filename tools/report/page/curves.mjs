// SPDX-License-Identifier: Apache-2.0
// Waiting and time without anybody responsible, as curves over time of several designs.
import {axisText, base, COLOURS, FONT, INK, MOST_LINES, splitLine, tooltipOf} from './chart_parts.mjs';

const LINES = [
    [COLOURS.grey, 'solid'], [COLOURS.blue, 'solid'], [COLOURS.orange, 'dashed'],
    [COLOURS.green, 'dotted'], [COLOURS.purple, 'dashed'], [COLOURS.sky, 'dotted']
];
const LONGEST = 365;

/** All designs while their lines can be told apart; of many the first and the one looked at. */
function shownDesigns({data, design}) {
    const all = data.designs.map((_, index) => index).filter(data.hasResults);
    return all.length <= MOST_LINES ? all : [...new Set([0, design])].filter(data.hasResults);
}

const spreadOf = (data, design, name, key) => data.designs[design].spreads.find(
    each => each.name === name &&
        Object.entries(each.where).map(part => part.join('=')).join(',') === key);

/** [time, share] at each share that is reached; what comes at once begins at time 0. */
const curveOf = (spread, format) => (spread?.quantiles ?? [])
    .map((time, index) => [time, (index + 1) / 100])
    .filter(([time]) => format.isNumber(time));

/** Time by which each twentieth has come to it, by design; `lines` as of curveOf(). */
const tableOfCurves = (designs, lines, head, {labels}) => ({
    columns: [{title: head}, ...designs.map(index => ({title: labels.design(index)}))],
    rows: Array.from({length: 19}, (_, index) => 5 * (index + 1))
              .map(share => [`${share} %`,
                             ...lines.map(line => line.find(
                                                      point => Math.round(point[1] * 100) ===
                                                          share)?.[0] ??
                                                  null)])
              .filter(row => row.some(cell => typeof cell === 'number'))
});

/** Option of curves; `lines`: [time, per cent] by design, `limit`: {at, text}. */
function curveChart(
    {designs, lines, timeName, shareName, limit, timeUnit, context, unit = '%', most = 100}) {
    const {format, labels} = context;
    const times = lines.flat().map(([time]) => time);
    const reach = Math.max(
        limit ? limit.at * 1.5 : 0, Math.min(limit ? limit.at * 4 : LONGEST, Math.max(...times)));
    return {
        height: 420,
        option: {
            ...base(),
            grid: {
                left: 16,
                right: 34,
                top: 36 + 22 * Math.ceil(designs.length / 3),
                bottom: 44,
                containLabel: true
            },
            legend: {
                top: 0,
                left: 0,
                textStyle: axisText,
                itemGap: 18,
                data: designs.map(labels.design)
            },
            xAxis: {
                type: 'value',
                min: 0,
                max: reach > 20 ? Math.ceil(reach / 10) * 10 : Math.ceil(reach),
                name: timeName,
                nameLocation: 'middle',
                nameGap: 28,
                nameTextStyle: axisText,
                axisLabel: {...axisText, formatter: value => format.axis(value)},
                splitLine
            },
            yAxis: {
                type: 'value',
                min: 0,
                max: most,
                name: shareName,
                nameTextStyle: {...axisText, align: 'left'},
                axisLabel: {...axisText, formatter: value => format.axis(value)},
                splitLine
            },
            tooltip: {
                trigger: 'axis',
                confine: true,
                formatter: items => tooltipOf(items.map(
                    ({seriesIndex, value}) => `${labels.design(designs[seriesIndex])}: ${
                                                  format.number(value[0])} ${timeUnit}, ` +
                        `${format.number(value[1])} ${unit}`))
            },
            series: designs.map(
                (index, number) => ({
                    type: 'line',
                    name: labels.design(index),
                    data: lines[number],
                    showSymbol: false,
                    color: LINES[number][0],
                    lineStyle: {width: 3, type: LINES[number][1]},
                    markLine: limit && number === 0 ? {
                        silent: true,
                        symbol: 'none',
                        data: [{xAxis: limit.at}],
                        lineStyle: {color: INK, type: 'dashed', width: 2},
                        label: {
                            show: true,
                            position: 'end',
                            formatter: limit.text,
                            color: INK,
                            fontFamily: FONT,
                            fontSize: 13
                        }
                    } :
                                                      undefined
                })),
        },
    };
}

const WAIT = 'waiting_time.effective_contact';
const ELAPSED = 'clock.elapsed';

/** Whose waiting can be told: all, by need, and by time limit, which has its limit drawn in. */
function waitsOf({data, t, labels}) {
    const found = new Map();
    for (const design of data.designs) {
        for (const {name, where} of design.spreads) {
            const keys = Object.keys(where).join(',');
            if (name === WAIT && (keys === '' || keys === 'need')) {
                const id = keys === '' ? 'all' : `need=${where.need}`;
                found.set(id, keys === '' ? t('chart.waiting.all') : labels.need(where.need));
            } else if (name === ELAPSED) {
                found.set(
                    `clock=${where.clock}`,
                    t('chart.waiting.of_clock', {clock: labels.clock(where.clock)}));
            }
        }
    }
    if (!found.has('all')) found.set('all', t('chart.waiting.all'));
    const order = ({id}) => (id === 'all' ? 0 : id.startsWith('need') ? 1 : 2);
    return [...found].map(([id, title]) => ({id, title})).sort((a, b) => order(a) - order(b));
}

/** The few points of the curve of all that every run has, for results without distributions. */
function pointsOfAll(data, design, format) {
    const mean = part => data.row(`${WAIT}.${part}`)?.figures[design].mean;
    return [
        [0, 0], [mean('median'), 0.5], [mean('p75'), 0.75], [mean('p90'), 0.9],
        [30, mean('served_within_30d')], [90, mean('served_within_90d')]
    ].filter(point => point.every(format.isNumber))
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const inPerCent = curve => curve.map(([time, share]) => [time, share * 100]);

function waitingOfClock(clock, designs, context) {
    const {data, t, format, labels} = context;
    const lines = designs.map(
        index => curveOf(spreadOf(data, index, ELAPSED, `clock=${clock}`), format));
    const breaches = data.row('clock.breach_share', {clock});
    const over = designs.map(index => ({index, share: breaches?.figures[index].mean}))
                     .filter(({share}) => format.isNumber(share))
                     .map(
                         ({index, share}) =>
                             `${labels.design(index)} ${format.amount(share, 'share')}`);
    const limit = labels.clockLimit(clock);
    const unit = t.of('chart.time', ['d', 'months'].includes(limit?.unit) ? limit.unit : 'other');
    return {
        title: t('chart.waiting.clock_title', {clock: labels.clock(clock)}),
        lead: t('chart.waiting.clock_lead', {limit: labels.limit(clock)}) +
            (over.length > 0 ? ` ${t('chart.waiting.over', {designs: format.list(over)})}` : ''),
        ...curveChart({
            designs,
            lines: lines.map(inPerCent),
            context,
            timeName: unit,
            timeUnit: '',
            shareName: t('chart.axis.share_stopped'),
            limit: limit && {at: limit.limit, text: labels.limit(clock)}
        }),
        ...tableOfCurves(designs, lines, `${t('chart.axis.share_stopped')} → ${unit}`, context)
    };
}

export const waiting = {
    id: 'waiting',
    perDesign: false,
    variants: waitsOf,
    build(context) {
        const {data, t, format, labels} = context;
        const wanted = context.variant ?? 'all';
        const designs = shownDesigns(context);
        let made;
        if (wanted.startsWith('clock=')) {
            made = waitingOfClock(wanted.slice('clock='.length), designs, context);
        } else {
            const key = wanted === 'all' ? '' : wanted;
            const lines = designs.map(index => {
                const spread = spreadOf(data, index, WAIT, key);
                return spread || key !== '' ? curveOf(spread, format) :
                                              pointsOfAll(data, index, format);
            });
            if (lines.every(line => line.length < 2)) return undefined;
            const title = key === '' ?
                t('chart.waiting.title') :
                t('chart.waiting.need_title', {need: labels.need(key.slice('need='.length))});
            made = {
                title,
                lead: t('chart.waiting.lead'),
                ...curveChart({
                    designs,
                    lines: lines.map(inPerCent),
                    context,
                    timeName: t('chart.axis.days'),
                    timeUnit: labels.unit('d'),
                    shareName: t('chart.axis.share_served')
                }),
                ...tableOfCurves(
                    designs, lines, `${t('chart.axis.share_served')} → ${t('chart.axis.days')}`,
                    context)
            };
        }
        return made.rows.length === 0 ? undefined : made;
    },
};

const WITHOUT_OWNER = ['owner.days_to_first_owner', 'service_gap.length'];
/** Those that take any time at all: where everybody has an owner at once there is no curve. */
const ownerlessOf = data => WITHOUT_OWNER.filter(
    name => data.designs.some(
        (_, index) => spreadOf(data, index, name, '')?.quantiles.some(time => time > 0)));

export const ownerless = {
    id: 'ownerless',
    perDesign: false,
    variants: ({data, t}) =>
        ownerlessOf(data).map(name => ({id: name, title: t.of('chart.ownerless', name)})),
    build(context) {
        const {data, t, format, labels} = context;
        const designs = shownDesigns(context);
        const known = ownerlessOf(data);
        const name = context.variant ?? known[0];
        if (known.length === 0) return undefined;
        const isGap = name !== WITHOUT_OWNER[0];
        const years = (data.run.length - data.run.warm_up) / 365.25;
        const spreads = designs.map(index => spreadOf(data, index, name, ''));
        const curves = spreads.map(spread => curveOf(spread, format));
        // Of gaps the number: a design that does away with the short ones has longer ones left.
        const counts = spreads.map(spread => (spread?.count ?? 0) / years);
        const lines = curves.map((curve, number) => {
            const all = isGap ? counts[number] : 100;
            return curve.length === 0 ?
                [] :
                [[0, all], ...curve.map(([time, share]) => [time, all * (1 - share)])];
        });
        if (lines.every(line => line.length < 2)) return undefined;
        const timeName = isGap ? t('chart.axis.days_of_gap') : t('chart.axis.days_recognised');
        const table =
            tableOfCurves(designs, curves, `${t('chart.axis.share_ended')} → ${timeName}`, context);
        if (isGap) table.rows.unshift([t('chart.axis.gaps'), ...counts]);
        return {
            title: t('chart.ownerless.title'),
            lead: isGap ? t('chart.ownerless.gaps_lead') : t('chart.ownerless.lead'),
            ...curveChart({
                designs,
                lines,
                context,
                timeName,
                timeUnit: labels.unit('d'),
                shareName: isGap ? t('chart.axis.gaps') : t('chart.axis.share_without'),
                ...isGap ? {unit: labels.unit('1/year'), most: null} : {}
            }),
            ...table
        };
    },
};
