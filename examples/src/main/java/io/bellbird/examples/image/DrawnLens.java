package io.bellbird.examples.image;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;
import javax.imageio.ImageIO;

/** Draws what a camera could see: a clock on a wall, which shows when the picture was taken. */
final class DrawnLens implements Lens {
    private static final int GRAIN = 16; // of the wall; it keeps the file as large as a real picture's

    private final int width;
    private final int height;

    DrawnLens(int width) {
        this.width = width;
        this.height = width * 3 / 4;
    }

    @Override
    public String type() {
        return "png";
    }

    @Override
    public byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        paintWall(image);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.translate(width / 2, height / 2);
        pen.setStroke(new BasicStroke(height / 100f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        int radius = height * 2 / 5;
        pen.setColor(Color.WHITE);
        pen.fillOval(-radius, -radius, 2 * radius, 2 * radius);
        pen.setColor(Color.BLACK);
        pen.drawOval(-radius, -radius, 2 * radius, 2 * radius);
        drawHands(pen, radius, LocalTime.now(ZoneId.systemDefault()));
        pen.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, type(), file);
        return file.toByteArray();
    }

    private void paintWall(BufferedImage image) {
        Random random = new Random();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int gray = 150 + random.nextInt(GRAIN);
                image.setRGB(x, y, new Color(gray, gray, gray - random.nextInt(GRAIN)).getRGB());
            }
        }
    }

    private static void drawHands(Graphics2D pen, int radius, LocalTime now) {
        double minutes = now.toSecondOfDay() / 60.0;
        drawHand(pen, minutes / 720, radius / 2);
        drawHand(pen, minutes / 60, radius * 4 / 5);
        pen.setColor(Color.RED);
        drawHand(pen, minutes, radius * 9 / 10);
    }

    private static void drawHand(Graphics2D pen, double turns, int length) {
        double angle = 2 * Math.PI * turns;
        pen.drawLine(0, 0, (int) (length * Math.sin(angle)), (int) (-length * Math.cos(angle)));
    }
}
