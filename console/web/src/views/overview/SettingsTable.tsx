import { EFFECTS, isWritten, type Setting } from './configuration';

/** Settings with what they are, what they would be, and where they stand. */
export function SettingsTable({ settings }: { settings: Setting[] }) {
    if (settings.length === 0) {
        return <p class="quiet">No such setting: search for another word, or look at all.</p>;
    }
    return (
        <table class="overview-settings">
            <thead>
                <tr>
                    <th scope="col">Setting</th>
                    <th scope="col">Value</th>
                    <th scope="col">Default</th>
                    <th scope="col">Where</th>
                    <th scope="col">A change counts</th>
                </tr>
            </thead>
            <tbody>
                {settings.map((setting) => (
                    <Row key={`${setting.name} ${setting.listener ?? ''}`} setting={setting} />
                ))}
            </tbody>
        </table>
    );
}

function Row({ setting }: { setting: Setting }) {
    return (
        <tr>
            <th scope="row">
                <details>
                    <summary>
                        <code>{setting.name}</code>
                        {setting.listener && <span class="quiet small"> of listener {setting.listener}</span>}
                    </summary>
                    <p class="quiet small">{setting.description}</p>
                    <p class="quiet small">
                        Write {setting.allowed}
                        {setting.unit && `, ${setting.unit}`}.
                    </p>
                </details>
            </th>
            <td data-label="Value">
                <code class={isWritten(setting) ? 'overview-written' : ''}>{setting.value ?? '–'}</code>
                {setting.after_restart !== undefined && (
                    <span class="badge warn">{setting.after_restart} after a restart</span>
                )}
            </td>
            <td data-label="Default" class="quiet">
                <code>{setting.by_default ?? '–'}</code>
            </td>
            <td data-label="Where" class="quiet">
                {setting.place ?? '–'}
            </td>
            <td data-label="A change counts" class="quiet">
                {EFFECTS[setting.effect]}
            </td>
        </tr>
    );
}
