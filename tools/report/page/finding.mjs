// SPDX-License-Identifier: Apache-2.0
// The main finding in words, made from the numbers by rule:
// 1. The design that is told about is the one with most clear improvements, less clear losses,
// among
//    waiting, duplicate work and service gaps; of equals the first. The user may look at another
//    one.
// 2. Only clear differences (the interval excludes zero) are told as such.
// 3. Every headline measure that gets clearly worse is told as the price.

export const THEMES = [
    {key: 'waiting', name: 'waiting_time.effective_contact'},
    {key: 'duplicate', name: 'duplicate_work'},
    {key: 'gaps', name: 'service_gap.days'},
];
const isClear = verdict => verdict === 'better' || verdict === 'worse';

export const themeRow = (data, theme) =>
    data.headline.find(row => row.name === theme.name && row.key === '');

/** Clear improvements less clear losses among the themes. */
export function scoreOf(data, design) {
    let score = 0;
    for (const theme of THEMES) {
        const verdict = themeRow(data, theme)?.figures[design].verdict;
        if (verdict === 'better') ++score;
        if (verdict === 'worse') --score;
    }
    return score;
}

/** The design that the page begins with; of one alone that one. */
export function mainDesign(data) {
    let best = Math.min(1, data.designs.length - 1);
    for (let design = best + 1; design < data.designs.length; ++design) {
        if (scoreOf(data, design) > scoreOf(data, best)) best = design;
    }
    return best;
}

function themeText(row, theme, design, {t, format}) {
    const figure = row.figures[design];
    const base = row.figures[0].mean;
    return t(`finding.${theme.key}.${figure.verdict}`, {
        amount: format.about(Math.abs(figure.difference), row.unit),
        percent: format.percent(Math.abs(figure.difference / base))
    });
}

const sentence = text => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** {main, points}: one sentence, and what has to be known beside it. */
export function finding(design, context) {
    const {data, t, format, labels} = context;
    if (design === 0) {
        const waiting = themeRow(data, THEMES[0]);
        const main = waiting && format.isNumber(waiting.figures[0].mean) ?
            t('finding.one_design', {
                design: labels.design(0),
                value: format.amount(waiting.figures[0].mean, waiting.unit)
            }) :
            t('finding.only_results', {design: labels.design(0)});
        return {main, points: []};
    }
    const name = labels.design(design);
    const points = [];
    const changes = [];
    for (const theme of THEMES) {
        const row = themeRow(data, theme);
        if (row && isClear(row.figures[design].verdict)) {
            changes.push(themeText(row, theme, design, context));
        }
    }
    const hasThemes = THEMES.some(theme => themeRow(data, theme));
    let main;
    if (changes.length > 0) {
        main = sentence(t('finding.main', {design: name, changes: format.list(changes)}));
    } else if (
        data.designs.length > 2 && hasThemes &&
        data.designs.every(
            (_, other) => other === 0 ||
                THEMES.every(theme => !isClear(themeRow(data, theme)?.figures[other].verdict)))) {
        main = t('finding.none_clear');
    } else {
        main = sentence(
            hasThemes ? t('finding.no_clear', {design: name}) :
                        t('finding.only_results', {design: name}));
    }
    const items = verdict => data.headline.filter(row => row.figures[design].verdict === verdict);
    const worse = items('worse').map(row => t('finding.item', {
                                         measure: labels.row(row),
                                         from: format.about(row.figures[0].mean, row.unit),
                                         to: format.about(row.figures[design].mean, row.unit)
                                     }));
    points.push(
        worse.length > 0 ? t('finding.price', {design: name, measures: format.list(worse)}) :
                           t('finding.no_price', {design: name}));
    const coordination = data.headline.find(row => row.name === 'coordination_work');
    if (coordination?.figures[design].verdict === 'differs') {
        points.push(t('finding.coordination', {
            design: name,
            from: format.whole(coordination.figures[0].mean),
            to: format.about(coordination.figures[design].mean, coordination.unit)
        }));
    }
    const unclear = items('unclear').filter(row => format.isNumber(row.figures[design].mean));
    if (unclear.length > 0) {
        points.push(
            t('finding.unclear', {design: name, measures: format.list(unclear.map(labels.row))}));
    }
    return {main, points};
}

/** The design with most clear improvements when there are several to choose from. */
export function bestDesign(data) {
    const best = mainDesign(data);
    return data.designs.length > 2 && scoreOf(data, best) > 0 ? best : undefined;
}
