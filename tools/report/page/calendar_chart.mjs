// SPDX-License-Identifier: Apache-2.0
// How full a service is week by week, and how many wait for it: the baseline and one design.
import {axisLine, axisText, base, COLOURS, splitLine, tooltipOf} from './chart_parts.mjs';

const CLOSED_COLOUR = '#e9ecef';

/** Monday of a week, as a date of the language; `short`: month and year. */
function weekDate(start, week, format, short) {
    const day = new Date(Date.parse(`${start}T00:00:00Z`) + week * 7 * 86400000);
    const how = short ? {month: 'numeric', year: 'numeric'} : {dateStyle: 'short'};
    return new Intl.DateTimeFormat(format.locale, {...how, timeZone: 'UTC'}).format(day);
}

/** Who can be looked at: services with staff, or else staff by themselves. */
function places({data, labels}) {
    const {series} = data.designs[0].weeks;
    const serviceOf = name => data.model(0).resources[name]?.service || '';
    const staff = series.filter(each => each.name === 'on_duty');
    const meanOf = values => values.reduce((sum, value) => sum + (value ?? 0), 0) / values.length;
    const names = [...new Set(staff.map(each => serviceOf(each.of)))].filter(name => name !== '');
    const queue = name =>
        series.find(each => each.name === 'waiting' && each.key === 'service' && each.of === name);
    const services =
        names.map(name => ({id: `service ${name}`, title: labels.service(name), name}));
    const longest = each => meanOf(queue(each.name)?.values ?? [0]);
    services.sort((a, b) => longest(b) - longest(a));
    const others = staff.filter(each => serviceOf(each.of) === '')
                       .map(each => ({id: `resource ${each.of}`, title: labels.resource(each.of)}));
    return [...services, ...others];
}

/** Utilisation of the staff of a place and the number of those who wait, by week. */
function weeksOf(data, design, id) {
    const weeks = data.designs[design].weeks;
    if (!weeks) return undefined;
    const [key, name] = [id.slice(0, id.indexOf(' ')), id.slice(id.indexOf(' ') + 1)];
    const resources = data.model(design).resources;
    const isMine = each => each.key === 'resource' &&
        (key === 'resource' ? each.of === name : resources[each.of]?.service === name);
    const there = weeks.series.filter(each => each.name === 'on_duty' && isMine(each));
    if (there.length === 0) return undefined;
    const used = there.map(
        each => weeks.series.find(other => other.name === 'utilisation' && other.of === each.of));
    // Without services the queues are those of activities: all of them together.
    const queues = weeks.series.filter(
        each => each.name === 'waiting' &&
            (key === 'resource' ? each.key === 'activity' : each.of === name));
    const sum = values => values.reduce((total, value) => total + value, 0);
    return there[0].values.map((_, week) => {
        const hours = sum(there.map(each => each.values[week] ?? 0));
        const busy =
            sum(there.map((each, i) => (each.values[week] ?? 0) * (used[i]?.values[week] ?? 0)));
        return {
            share: hours > 0 ? busy / hours : null,
            hours,
            waiting: queues.length > 0 ? sum(queues.map(each => each.values[week] ?? 0)) : null
        };
    });
}

/** Whether a week is the first of a quarter, or of more when there are many. */
function startsQuarter(start, week, count) {
    const day = new Date(Date.parse(`${start}T00:00:00Z`) + week * 7 * 86400000);
    const months = count <= 170 ? 3 : count <= 350 ? 6 : 12;
    return day.getUTCDate() <= 7 && day.getUTCMonth() % months === 0;
}

const panelAxis = (index, count, isLast, label, isLabelled) => ({
    type: 'category',
    gridIndex: index,
    data: Array.from({length: count}, (_, week) => week),
    axisTick: {show: false},
    axisLine,
    axisLabel: isLast ? {...axisText, interval: isLabelled, formatter: label} : {show: false}
});

export const calendarChart = {
    id: 'calendar',
    perDesign: false,
    variants: context => (context.data.designs[0].weeks ? places(context) : []),
    build(context) {
        const {data, t, format, labels, design, variant} = context;
        if (!data.designs[0].weeks) return undefined;
        const place = places(context).find(each => each.id === variant);
        if (!place) return undefined;
        const {start, closed} = data.designs[0].weeks;
        const shown = [...new Set([0, design])]
                          .map(index => ({index, weeks: weeksOf(data, index, place.id)}))
                          .filter(each => each.weeks !== undefined);
        if (shown.length === 0) return undefined;
        const count = shown[0].weeks.length;
        const closedIn = week => closed.filter(each => each.weeks.includes(week))
                                     .map(each => t.of('closed_calendar', each.calendar));
        const isClosed = Array.from({length: count}, (_, week) => closedIn(week).length > 0);
        const percent = week => (format.isNumber(week.share) ? week.share * 100 : null);
        const mostWaiting =
            Math.max(1, ...shown.flatMap(each => each.weeks.map(week => week.waiting ?? 0)));
        const mostPercent = Math.max(100, ...shown.flatMap(each => each.weeks.map(percent)));
        const colours = [COLOURS.grey, COLOURS.blue];
        const shade = (index, height) => ({
            type: 'bar',
            name: t('calendar.closed'),
            xAxisIndex: index,
            yAxisIndex: index,
            data: isClosed.map(isOne => (isOne ? height : null)),
            barCategoryGap: 0,
            barWidth: '100%',
            silent: true,
            z: 0,
            color: CLOSED_COLOUR
        });
        const line = (each, number, index, valueOf) => ({
            type: 'line',
            name: labels.design(each.index),
            xAxisIndex: index,
            yAxisIndex: index,
            data: each.weeks.map(valueOf),
            step: 'middle',
            symbol: 'none',
            color: colours[number],
            lineStyle: {width: number === 0 ? 2 : 2.5, type: number === 0 ? 'dashed' : 'solid'},
            z: 2 + number
        });
        const valueAxis = (index, name, most) => ({
            type: 'value',
            gridIndex: index,
            min: 0,
            max: most,
            name,
            nameTextStyle: {...axisText, align: 'left'},
            axisLabel: {...axisText, formatter: format.axis},
            interval: most / 4,
            splitLine
        });
        const topOf = number => Math.ceil(number / 10 ** Math.floor(Math.log10(number))) * 10 **
            Math.floor(Math.log10(number));
        const most = topOf(mostWaiting), full = mostPercent > 100 ? topOf(mostPercent) : 100;
        const left = 64;
        return {
            title: t('chart.calendar.title', {place: place.title}),
            lead: t('chart.calendar.lead'),
            height: 520,
            option: {
                ...base(),
                grid: [
                    {left, right: 24, top: 72, height: 170},
                    {left, right: 24, top: 300, height: 170}
                ],
                legend: {
                    top: 0,
                    left: 0,
                    textStyle: axisText,
                    itemGap: 18,
                    data: [
                        ...shown.map(each => labels.design(each.index)),
                        ...isClosed.includes(true) ? [t('calendar.closed')] : []
                    ]
                },
                xAxis: [0, 1].map(
                    index => panelAxis(
                        index, count, index === 1,
                        week => weekDate(start, Number(week), format, true),
                        week => startsQuarter(start, week, count))),
                yAxis: [
                    valueAxis(0, t('calendar.axis.used'), full),
                    valueAxis(1, t('calendar.axis.waiting'), most)
                ],
                axisPointer: {link: [{xAxisIndex: 'all'}]},
                tooltip: {
                    trigger: 'axis',
                    confine: true,
                    formatter: items => {
                        const week = items[0].dataIndex;
                        const part = each => {
                            const {share, waiting} = each.weeks[week];
                            return `${labels.design(each.index)}: ${
                                       format.number(share, 'share')} %, ` +
                                t('calendar.tip.waiting', {count: format.number(waiting)});
                        };
                        return tooltipOf([
                            t('calendar.tip.week', {date: weekDate(start, week, format, false)}),
                            ...shown.map(part),
                            closedIn(week).length > 0 ?
                                t('calendar.tip.closed', {list: format.list(closedIn(week))}) :
                                ''
                        ]);
                    }
                },
                series: [
                    shade(0, full), shade(1, most),
                    ...shown.map((each, number) => line(each, number, 0, percent)),
                    ...shown.map((each, number) => line(each, number, 1, week => week.waiting))
                ],
            },
            columns: [
                {title: t('column.week')},
                ...shown.flatMap(
                    ({index}) =>
                        [{title: `${t('column.used')}: ${labels.design(index)}`, unit: 'share'},
                         {title: `${t('column.on_duty')}: ${labels.design(index)}`, unit: 'h'},
                         {title: `${t('column.queue')}: ${labels.design(index)}`, unit: '1'}]),
                {title: t('column.closed')}
            ],
            rows: shown[0].weeks.map(
                (_, week) =>
                    [weekDate(start, week, format, false),
                     ...shown.flatMap(
                         ({weeks}) => [weeks[week].share, weeks[week].hours, weeks[week].waiting]),
                     closedIn(week).join(', ')]),
        };
    },
};
