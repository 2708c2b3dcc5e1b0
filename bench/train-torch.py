"""Images a second that PyTorch trains a variational auto-encoder on: the peer of bench/train.ts. usage: train-torch.py mlp|convolutional SECONDS THREADS"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 128
LATENT = 20


class Dense(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.mean, self.log_var = nn.Linear(400, LATENT), nn.Linear(400, LATENT)
        self.back, self.output = nn.Linear(LATENT, 400), nn.Linear(400, 784)

    def encode(self, x):
        return F.relu(self.hidden(x.flatten(1)))

    def decode(self, z):
        return self.output(F.relu(self.back(z))).view(-1, 1, 28, 28)


class Convolutional(nn.Module):
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


def main():
    network, seconds, threads = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    model = {"mlp": Dense, "convolutional": Convolutional}[network]()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    # One batch again and again: what reads data costs the peer nothing.
    x = (torch.rand(BATCH, 1, 28, 28) > 0.8).float()

    def step():
        optimizer.zero_grad(set_to_none=True)
        features = model.encode(x)
        mean, log_var = model.mean(features), model.log_var(features)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_var)
        reconstruction = F.binary_cross_entropy_with_logits(model.decode(z), x, reduction="sum")
        loss = (reconstruction - 0.5 * torch.sum(1 + log_var - mean * mean - log_var.exp())) / BATCH
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
    rate = steps * BATCH / (time.perf_counter() - start)
    if not loss.item() < first:
        raise SystemExit("the loss did not fall")
    print(rate)


main()
