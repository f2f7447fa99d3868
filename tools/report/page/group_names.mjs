// SPDX-License-Identifier: Apache-2.0
// What groups of clients are called: bands of ages and other numbers, languages, severities.

const BAND = /^(?:under_([\d.]+)|([\d.]+)_to_([\d.]+)|from_([\d.]+))$/;

/** `3_to_6` of an age is those of 3 to 5 years; of another number from 3 to less than 6. */
function bandName(key, value, t) {
    const found = BAND.exec(value);
    if (!found) return undefined;
    const [, under, low, high, from] = found;
    const isAge = key === 'age';
    if (under !== undefined)
        return t(isAge ? 'group.age.under' : 'group.band.under', {value: under});
    if (from !== undefined) return t(isAge ? 'group.age.from' : 'group.band.from', {value: from});
    const last = Number(high) - 1;
    if (isAge && Number.isInteger(last) && last === Number(low))
        return t('group.age.one', {value: low});
    if (isAge && Number.isInteger(last) && Number.isInteger(Number(low)))
        return t('group.age.between', {low, high: last});
    return t('group.band.between', {low, high});
}

/** A level of an attribute of the model, in words; nothing when only the model has a name for it.
 */
export function levelName(key, value, t) {
    if (key === 'severity') return t('group.severity', {value});
    if (key === 'language' && ['fi', 'sv', 'other'].includes(value))
        return t.of('group.language', value);
    return bandName(key, value, t);
}
