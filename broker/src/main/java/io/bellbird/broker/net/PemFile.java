package io.bellbird.broker.net;

import io.bellbird.broker.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file that a setting names, with certificates, a key or lists of revoked certificates between lines that say so (RFC
 * 7468). Text around them is ignored, as other programs do.
 *
 * <p>Whatever is wrong with it is a {@link ConfigurationException} of one line that names setting and file.
 *
 * @param setting its name
 */
public record PemFile(String setting, Path path) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** Lines like {@code Proc-Type: 4,ENCRYPTED} and the empty one behind them (RFC 1421). */
    private static final Pattern HEADERS = Pattern.compile("\\A\\s*(?:[A-Za-z-]+:.*\\R)+");

    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final Set<String> REVOCATION_LISTS = Set.of("X509 CRL");

    private record Block(String label, String text) {
        boolean isKey() {
            return label.endsWith("PRIVATE KEY");
        }
    }

    /**
     * The certificates in the order of the file, at least one.
     *
     * @throws ConfigurationException when there is none, or the file cannot be used
     */
    public List<X509Certificate> certificates() throws ConfigurationException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(CERTIFICATES, "certificate")) {
            try {
                certificates.add((X509Certificate)
                        factory().generateCertificate(new ByteArrayInputStream(bytes(block, block.text()))));
            } catch (CertificateException e) {
                throw error("has a certificate that is damaged: write it again");
            }
        }
        return certificates;
    }

    /**
     * The lists of revoked certificates, at least one.
     *
     * @throws ConfigurationException when there is none, or the file cannot be used
     */
    public List<X509CRL> revocationLists() throws ConfigurationException {
        List<X509CRL> lists = new ArrayList<>();
        for (Block block : blocks(REVOCATION_LISTS, "list of revoked certificates")) {
            try {
                lists.add((X509CRL) factory().generateCRL(new ByteArrayInputStream(bytes(block, block.text()))));
            } catch (GeneralSecurityException e) {
                throw error("has a list of revoked certificates that is damaged: write it again");
            }
        }
        return lists;
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    /** The first key, which must be that of {@code certificate}. */
    PrivateKey privateKeyOf(X509Certificate certificate, Path certFile) throws ConfigurationException {
        Block block = allBlocks().stream()
                .filter(Block::isKey)
                .findFirst()
                .orElseThrow(
                        () -> error("has no private key: it needs a line '-----BEGIN PRIVATE KEY-----'; a key in DER"
                                + " becomes one with 'openssl pkey -inform DER -in OLD -out NEW'"));
        Matcher headers = HEADERS.matcher(block.text());
        boolean hasHeaders = headers.find();
        if (block.label().startsWith("ENCRYPTED")
                || (hasHeaders && headers.group().contains("ENCRYPTED"))) {
            throw error("has a password, which nobody could type when the broker starts: write the key without one,"
                    + " with 'openssl pkey -in " + path + " -out NEW'");
        }
        byte[] bytes = bytes(block, hasHeaders ? block.text().substring(headers.end()) : block.text());
        try {
            PrivateKey key = PrivateKeys.decode(block.label(), bytes, certificate.getPublicKey());
            if (PrivateKeys.belongTogether(key, certificate.getPublicKey())) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw error("has a key that cannot be used with certfile " + certFile + ", which has an "
                    + certificate.getPublicKey().getAlgorithm()
                    + " key: take the key that the certificate was made with, RSA or EC");
        }
        throw error("does not belong to certfile " + certFile + ": take the key that the certificate was made with");
    }

    private List<Block> blocks(Set<String> labels, String what) throws ConfigurationException {
        List<Block> all = allBlocks();
        List<Block> wanted =
                all.stream().filter(block -> labels.contains(block.label())).toList();
        if (wanted.isEmpty()) {
            Set<String> others = all.stream().map(Block::label).collect(Collectors.toCollection(TreeSet::new));
            throw error("has no " + what
                    + (others.isEmpty()
                            ? ": it is not in PEM format, which has a line '-----BEGIN'"
                            : ", but " + String.join(", ", others) + ": name another file"));
        }
        return wanted;
    }

    private List<Block> allBlocks() throws ConfigurationException {
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(text());
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
        return blocks;
    }

    private String text() throws ConfigurationException {
        try {
            // each byte is one character: the text between the blocks may have any
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw error("does not exist: correct the path");
        } catch (AccessDeniedException e) {
            throw error("may not be read by the user of the broker: change its owner or its mode");
        } catch (IOException e) {
            throw error("cannot be read: " + e.getMessage());
        }
    }

    private byte[] bytes(Block block, String base64) throws ConfigurationException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw error("is damaged: what follows BEGIN " + block.label() + " is not base64");
        }
    }

    /** Says what is wrong with the file. */
    ConfigurationException error(String text) {
        return new ConfigurationException(List.of(setting + " " + path + " " + text));
    }
}
