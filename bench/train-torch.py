"""Images a second that PyTorch trains a model on: the peer of bench/train.ts. usage: train-torch.py mlp|convolutional|pixelcnn SECONDS THREADS;
with `sample` the milliseconds that 16 images take from the PixelCNN, all of the network run for each pixel."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

LATENT = 20


class AutoEncoder(nn.Module):
    batch = 128

    def loss(self, x):
        features = self.encode(x)
        mean, log_var = self.mean(features), self.log_var(features)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_var)
        reconstruction = F.binary_cross_entropy_with_logits(self.decode(z), x, reduction="sum")
        return (reconstruction - 0.5 * torch.sum(1 + log_var - mean * mean - log_var.exp())) / self.batch


class Dense(AutoEncoder):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.mean, self.log_var = nn.Linear(400, LATENT), nn.Linear(400, LATENT)
        self.back, self.output = nn.Linear(LATENT, 400), nn.Linear(400, 784)

    def encode(self, x):
        return F.relu(self.hidden(x.flatten(1)))

    def decode(self, z):
        return self.output(F.relu(self.back(z))).view(-1, 1, 28, 28)


class Convolutional(AutoEncoder):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 32, 4, 2, 1), nn.Conv2d(32, 64, 4, 2, 1)
        self.mean, self.log_var = nn.Linear(3136, LATENT), nn.Linear(3136, LATENT)
        self.back = nn.Linear(LATENT, 3136)
        self.third, self.fourth = nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ConvTranspose2d(32, 1, 4, 2, 1)

    def encode(self, x):
        return F.relu(self.second(F.relu(self.first(x)))).flatten(1)

    def decode(self, z):
        return self.fourth(F.relu(self.third(F.relu(self.back(z)).view(-1, 64, 7, 7))))


class Masked(nn.Module):
    """A convolution that sees what comes before a pixel, with `own` the pixel too. Rows below the pixel's own, of which it would see nothing, are left out."""

    def __init__(self, inputs, outputs, size, own):
        super().__init__()
        middle = size // 2
        self.middle = middle
        self.weight = nn.Parameter(torch.empty(outputs, inputs, middle + 1, size).uniform_(-1, 1) / (inputs * size * size) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(outputs))
        mask = torch.ones_like(self.weight)
        mask[:, :, middle, middle + own :] = 0
        self.register_buffer("mask", mask)

    def forward(self, x):
        padded = F.pad(x, (self.middle, self.middle, self.middle, 0))
        return F.conv2d(padded, (self.weight * self.mask).contiguous(), self.bias)


class PixelCnn(nn.Module):
    batch = 32

    def __init__(self):
        super().__init__()
        self.first = Masked(1, 64, 7, False)
        self.blocks = nn.ModuleList([Masked(64, 64, 3, True) for _ in range(8)])
        self.last, self.output = nn.Conv2d(64, 64, 1), nn.Conv2d(64, 1, 1)

    def logits(self, x):
        h = self.first(x)
        for block in self.blocks:
            h = h + block(F.relu(h))
        return self.output(F.relu(self.last(F.relu(h))))

    def loss(self, x):
        return F.binary_cross_entropy_with_logits(self.logits(x), x, reduction="sum") / self.batch


def sample():
    model, x = PixelCnn().eval(), torch.zeros(16, 1, 28, 28)
    start = time.perf_counter()
    with torch.no_grad():
        for row in range(28):
            for column in range(28):
                x[:, 0, row, column] = torch.bernoulli(torch.sigmoid(model.logits(x)[:, 0, row, column]))
    print(1000 * (time.perf_counter() - start))


def main():
    network, seconds, threads = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    if network == "sample":
        return sample()
    model = {"mlp": Dense, "convolutional": Convolutional, "pixelcnn": PixelCnn}[network]()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    # One batch again and again: what reads data costs the peer nothing.
    x = (torch.rand(model.batch, 1, 28, 28) > 0.8).float()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = model.loss(x)
        loss.backward()
        optimizer.step()
        return loss

    first = step().item()
    start = time.perf_counter()
    while time.perf_counter() - start < min(2, seconds / 3):
        step()
    steps, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        loss = step()
        steps += 1
    rate = steps * model.batch / (time.perf_counter() - start)
    if not loss.item() < first:
        raise SystemExit("the loss did not fall")
    print(rate)


main()
