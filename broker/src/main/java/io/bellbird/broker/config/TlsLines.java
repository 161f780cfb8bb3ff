package io.bellbird.broker.config;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds lines about TLS of one listener that do not fit together. What is wrong in their files shows when those are read. */
final class TlsLines {
    private static final List<Setting<Boolean>> NAMING =
            List.of(TlsSettings.USE_IDENTITY_AS_USERNAME, TlsSettings.USE_SUBJECT_AS_USERNAME);

    private final Section section;
    private final Map<Setting<?>, Place> places;
    private final BiConsumer<Place, String> error;

    private TlsLines(Section section, BiConsumer<Place, String> error) {
        this.section = section;
        this.places = section.places();
        this.error = error;
    }

    /**
     * Looks at the lines of a listener.
     *
     * @param error takes a sentence and the place that it is about
     */
    static void check(Section section, BiConsumer<Place, String> error) {
        TlsLines lines = new TlsLines(section, error);
        lines.checkKey();
        lines.checkCertificates();
        lines.checkNames();
    }

    private boolean has(Setting<?> setting) {
        return places.containsKey(setting);
    }

    private boolean isTrue(Setting<Boolean> setting) {
        return section.get(setting);
    }

    /** It asks for what happens anyway. */
    private boolean isOff(Setting<?> setting) {
        return section.find(setting).filter(Boolean.FALSE::equals).isPresent();
    }

    private void report(Setting<?> setting, String sentence) {
        error.accept(places.get(setting), setting.name() + " " + sentence);
    }

    private void checkKey() {
        boolean hasCertificate = has(TlsSettings.CERTFILE);
        boolean hasKey = has(TlsSettings.KEYFILE);
        if (hasCertificate && !hasKey) {
            report(TlsSettings.CERTFILE, "needs the private key of the certificate: add the line 'keyfile PATH'");
        } else if (hasKey && !hasCertificate) {
            report(TlsSettings.KEYFILE, "needs the certificate of the private key: add the line 'certfile PATH'");
        } else if (!hasCertificate) {
            places.keySet().stream()
                    .filter(setting -> TlsSettings.ALL.contains(setting) && !isOff(setting))
                    .forEach(setting -> report(
                            setting,
                            "stands at a listener that does not speak TLS: add certfile and keyfile, or remove the"
                                    + " line"));
        }
    }

    private void checkCertificates() {
        boolean required = isTrue(TlsSettings.REQUIRE_CERTIFICATE);
        if (required && !has(TlsSettings.CAFILE) && !has(TlsSettings.CAPATH)) {
            report(
                    TlsSettings.REQUIRE_CERTIFICATE,
                    "needs the certificates that those of clients come from: add the line 'cafile PATH' or"
                            + " 'capath PATH'");
        }
        if (!required && has(TlsSettings.CRLFILE)) {
            report(
                    TlsSettings.CRLFILE,
                    "is about certificates of clients, and they need none here: add the line"
                            + " 'require_certificate true', or remove this one");
        }
    }

    private void checkNames() {
        List<Setting<Boolean>> naming = NAMING.stream().filter(this::isTrue).toList();
        if (!naming.isEmpty() && !isTrue(TlsSettings.REQUIRE_CERTIFICATE)) {
            report(naming.get(0), "needs clients that have a certificate: add the line 'require_certificate true'");
        }
        if (naming.size() > 1) {
            report(naming.get(1), "says another user name than " + naming.get(0).name() + ": remove one of them");
        }
    }
}
