// SPDX-License-Identifier: Apache-2.0
// Numbers and dates as the page's language writes them.

const LOCALES = {
    fi: 'fi-FI',
    sv: 'sv-FI',
    en: 'en-GB'
};

/** Units whose numbers are shown a hundredfold. */
const isShare = unit => unit === 'share';

/** Decimals that leave about three significant digits of a number of this size. */
function decimalsFor(size) {
    if (size >= 100) return 0;
    if (size >= 10) return 1;
    if (size >= 1 || size === 0) return 2;
    if (size >= 0.1) return 3;
    return 4;
}

/** Formats for one language; `unitText` gives the name of a unit. */
export function makeFormat(language, unitText) {
    const locale = LOCALES[language];
    const cache = new Map();
    const plain = (value, decimals, sign = 'auto') => {
        const key = `${decimals} ${sign}`;
        if (!cache.has(key)) {
            cache.set(key, new Intl.NumberFormat(locale, {
                minimumFractionDigits: decimals,
                maximumFractionDigits: decimals,
                signDisplay: sign === 'always' ? 'exceptZero' : 'negative'
            }));
        }
        return cache.get(key).format(value);
    };
    const isNumber = value => typeof value === 'number' && Number.isFinite(value);
    const scale = unit => (isShare(unit) ? 100 : 1);
    const decimalsOf = (unit, mean, halfWidth) => {
        const sizes =
            [mean, halfWidth].filter(isNumber).map(value => Math.abs(value) * scale(unit));
        const decimals = Math.min(decimalsFor(Math.max(0, ...sizes)), isShare(unit) ? 1 : 4);
        // An uncertainty that rounds to nothing would claim that there is none.
        const half = isNumber(halfWidth) ? Math.abs(halfWidth) * scale(unit) : 0;
        return half > 0 && half < 0.5 * 10 ** -decimals ?
            Math.min(decimals + 2, Math.ceil(-Math.log10(half))) :
            decimals;
    };
    const format = {
        locale,
        isNumber,
        scale,
        /** A number by itself, in the scale of its unit. */
        number: (value, unit = '1') =>
            isNumber(value) ? plain(value * scale(unit), decimalsOf(unit, value)) : '–',
        /** For axes: as many decimals as it needs. */
        axis: value => new Intl.NumberFormat(locale, {maximumFractionDigits: 3}).format(value),
        whole: value => (isNumber(value) ? plain(value, 0) : '–'),
        percent: (ratio, sign) =>
            (isNumber(ratio) ?
                 `${plain(ratio * 100, Math.abs(ratio) < 0.0995 ? 1 : 0, sign)}\u00a0%` :
                 '–'),
        /** `12,3 ± 0,4`, both rounded alike; the sign too when it is a difference. */
        interval: (mean, halfWidth, unit = '1', sign = 'auto') => {
            if (!isNumber(mean)) return '–';
            const decimals = decimalsOf(unit, mean, halfWidth);
            const text = plain(mean * scale(unit), decimals, sign);
            return isNumber(halfWidth) ? `${text} ± ${plain(halfWidth * scale(unit), decimals)}` :
                                         text;
        },
        /** About so much, for sentences. */
        about: (value, unit) => {
            const size = Math.abs(value) * scale(unit);
            const text = plain(value * scale(unit), size >= 10 ? 0 : size >= 1 ? 1 : 2);
            return `${text}\u00a0${unitText(unit)}`.trim();
        },
        /** With its unit. */
        amount: (value, unit) => `${format.number(value, unit)}\u00a0${unitText(unit)}`.trim(),
        date: iso => new Intl.DateTimeFormat(locale, {dateStyle: 'long', timeZone: 'UTC'})
                         .format(new Date(`${iso}T00:00:00Z`)),
        list: items => new Intl.ListFormat(locale, {type: 'conjunction'}).format(items),
        years: days => plain(days / 365.25, Math.abs(days / 365.25 % 1) < 0.05 ? 0 : 1),
        compare: (a, b) => a.localeCompare(b, locale),
    };
    return format;
}
